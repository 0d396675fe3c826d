package dev.xeocontext.kit.time;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The one place that reads the system clock and makes a source of randomness. Tests put beans of their own instead. */
final class Outside {

    @Produces
    @Singleton
    @DefaultBean
    InstantSource time() {
        return InstantSource.system();
    }

    /** Made at run time, never while a native image is built: a seed in the image would be everyone's. */
    @Produces
    @Singleton
    @DefaultBean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    @DefaultBean
    Ids ids(InstantSource time, RandomGenerator random) {
        return new Ids(time, random);
    }
}
