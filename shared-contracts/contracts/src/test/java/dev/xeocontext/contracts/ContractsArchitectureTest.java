package dev.xeocontext.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContractsArchitectureTest {

    private final JavaClasses contracts = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.xeocontext.contracts");

    @Test
    void dependOnJacksonAnnotationsAndJSpecifyOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.xeocontext.contracts..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify.annotations..")
                .check(contracts);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.xeocontext.contracts.(*)..")
                .should()
                .beFreeOfCycles()
                .check(contracts);
    }

    @Test
    void timeAndIdsComeFromOutside() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .check(contracts);
    }
}
