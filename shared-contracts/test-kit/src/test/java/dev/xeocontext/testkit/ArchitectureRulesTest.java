package dev.xeocontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.xeocontext.testkit.broken.BrokenResource;
import dev.xeocontext.testkit.broken.one.One;
import dev.xeocontext.testkit.broken.two.Two;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule finds what breaks it, in classes made for that. */
class ArchitectureRulesTest {

    private static final String ROOT = "dev.xeocontext.testkit.broken";
    private static final JavaClasses BROKEN =
            new ClassFileImporter().importClasses(BrokenResource.class, One.class, Two.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "features have no cycles",
                "resources, sockets and consumers leave SQL to repositories",
                "time, ids and randomness come from outside",
                "nothing sleeps",
                "packages are @NullMarked"
            })
    void findWhatBreaksThem(String description) {
        assertThat(rule(description).evaluate(BROKEN).hasViolation()).isTrue();
    }

    @Test
    void areSilentAboutTidyClasses() throws ClassNotFoundException {
        var marked = Class.forName("dev.xeocontext.testkit.package-info");
        var tidy = new ClassFileImporter()
                .importClasses(marked, OncePerJvm.class, SigningKey.class, BackingServices.class);

        assertThat(ArchitectureRules.rules("dev.xeocontext.testkit"))
                .allSatisfy(rule -> assertThat(rule.allowEmptyShould(true)
                                .evaluate(tidy)
                                .getFailureReport()
                                .getDetails())
                        .isEmpty());
    }

    @Test
    void keepAServiceFromTheOthersButNotFromItself() {
        assertThat(ArchitectureRules.rules("dev.xeocontext.todos"))
                .extracting(ArchRule::getDescription)
                .contains("knows nothing of dev.xeocontext.identity", "knows nothing of dev.xeocontext.sync")
                .doesNotContain("knows nothing of dev.xeocontext.todos");
    }

    private static ArchRule rule(String description) {
        return ArchitectureRules.rules(ROOT).stream()
                .filter(rule -> rule.getDescription().equals(description))
                .findFirst()
                .orElseThrow();
    }
}
