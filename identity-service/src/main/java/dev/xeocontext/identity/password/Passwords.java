package dev.xeocontext.identity.password;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Hashes and compares passwords, off the event loop. */
@ApplicationScoped
public class Passwords {

    private final HashingThreads threads;
    private final RandomGenerator random;

    /** What the password of somebody unknown is compared with, so that both answers take as long. */
    private final PasswordHash nobodys = PasswordHash.ofNobody(Argon2Cost.RECOMMENDED);

    Passwords(HashingThreads threads, RandomGenerator random) {
        this.threads = threads;
        this.random = random;
    }

    /** The hash to store, in the PHC string format. */
    public Uni<String> hash(String password) {
        return threads.run(
                () -> PasswordHash.of(password, salt(), Argon2Cost.RECOMMENDED).phc());
    }

    /** Whether the password is the one that was hashed. Of a hash of null none is, which takes as long to say. */
    public Uni<Boolean> matches(String password, @Nullable String phc) {
        return threads.run(() -> stored(phc).matches(password));
    }

    private PasswordHash stored(@Nullable String phc) {
        return phc == null ? nobodys : PasswordHash.parse(phc);
    }

    private byte[] salt() {
        byte[] salt = new byte[PasswordHash.SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
