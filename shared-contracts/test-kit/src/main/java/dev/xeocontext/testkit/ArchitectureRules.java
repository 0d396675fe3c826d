package dev.xeocontext.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.function.Predicate.not;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;

/** The rules that keep the suite in shape, for the test of one module: a dynamic test for each. */
public final class ArchitectureRules {

    private static final List<String> SERVICES = List.of("identity", "todos", "sync", "gateway");
    private static final String CLOCK_PRODUCER = "dev.xeocontext.kit.time";

    private ArchitectureRules() {}

    /**
     * Tests for all main classes below a package.
     *
     * @param root such as {@code dev.xeocontext.todos}
     */
    public static Stream<DynamicTest> of(String root) {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        return rules(root).stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> check(rule, classes)));
    }

    static List<ArchRule> rules(String root) {
        var rules = new ArrayList<>(List.of(
                featuresHaveNoCycles(root),
                entryPointsLeaveSqlToRepositories(),
                timeAndRandomnessComeFromOutside(),
                nothingBlocksOnAUni(),
                nothingSleeps(),
                packagesAreNullMarked()));
        SERVICES.stream()
                .map(name -> "dev.xeocontext." + name)
                .filter(not(root::startsWith))
                .map(ArchitectureRules::knowsNoService)
                .forEach(rules::add);
        return rules;
    }

    private static void check(ArchRule rule, JavaClasses classes) {
        if (classes.isEmpty()) {
            throw new AssertionError("no classes to check: is the package right?");
        }
        rule.allowEmptyShould(true).check(classes);
    }

    private static ArchRule featuresHaveNoCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().as("features have no cycles");
    }

    private static ArchRule entryPointsLeaveSqlToRepositories() {
        return noClasses()
                .that()
                .haveNameMatching(".*(Resource|Socket|Consumer)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.sqlclient..",
                        "io.vertx.mutiny.sqlclient..",
                        "io.vertx.mutiny.pgclient..",
                        "org.hibernate..",
                        "java.sql..",
                        "javax.sql..")
                .as("resources, sockets and consumers leave SQL to repositories");
    }

    private static ArchRule timeAndRandomnessComeFromOutside() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(CLOCK_PRODUCER)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .as("time, ids and randomness come from outside");
    }

    private static ArchRule nothingBlocksOnAUni() {
        return noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "await()",
                        call -> call.getName().equals("await")
                                && call.getTargetOwner().getFullName().startsWith("io.smallrye.mutiny.")))
                .as("nothing blocks on a Uni");
    }

    private static ArchRule nothingSleeps() {
        return noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .as("nothing sleeps");
    }

    private static ArchRule packagesAreNullMarked() {
        return classes()
                .should(new ArchCondition<JavaClass>("live in a @NullMarked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        var marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                        events.add(new SimpleConditionEvent(type, marked, type.getFullName() + " is not null-marked"));
                    }
                })
                .as("packages are @NullMarked");
    }

    private static ArchRule knowsNoService(String service) {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage(service + "..")
                .as("knows nothing of " + service);
    }
}
