package dev.signalbox.e2e.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.signalbox.schemas.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The arrows of the layout. A rule about nothing fails.
class ArchitectureTest {
    private static final String[] MESSAGES = {
        "dev.signalbox.schemas.command..",
        "dev.signalbox.schemas.event..",
        "dev.signalbox.schemas.directive..",
        "dev.signalbox.schemas.report..",
        "dev.signalbox.schemas.outcome..",
        "dev.signalbox.schemas.state..",
        "dev.signalbox.schemas.output..",
        "dev.signalbox.schemas.spec..",
        "dev.signalbox.schemas.error.."
    };
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.signalbox");

    @Test
    void messages_see_java_annotations_and_one_another() {
        check(classes()
                .that()
                .resideInAnyPackage(MESSAGES)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(MESSAGES)
                        .or(resideInAnyPackage(
                                "java..", "com.fasterxml.jackson.annotation..", "org.jspecify.annotations.."))));
    }

    @Test
    void a_decision_needs_no_kafka_no_clock_and_no_chance() {
        String decide = "dev.signalbox.processor.decide..";
        check(noClasses()
                .that()
                .resideInAPackage(decide)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.apache.kafka..", "io.micrometer..", "java.io..", "java.net..")
                        .or(DescribedPredicate.describe(
                                "clocks and chance",
                                type -> type.isAssignableTo(Clock.class)
                                        || type.isAssignableTo(RandomGenerator.class)
                                        || type.isAssignableTo(Random.class)
                                        || type.isEquivalentTo(ThreadLocalRandom.class)))));
        for (Class<?> source : new Class<?>[] {Instant.class, LocalDateTime.class, ZonedDateTime.class}) {
            check(noCall(decide, source, "now"));
        }
        check(noCall(decide, UUID.class, "randomUUID"));
        check(noCall(decide, Ids.class, "mint"));
        check(noCall(decide, Math.class, "random"));
        check(noCall(decide, System.class, "currentTimeMillis", "nanoTime", "getenv", "getProperty"));
    }

    @Test
    void only_the_topology_sees_kafka_streams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.signalbox.processor.topology..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams.."));
    }

    @Test
    void what_the_topology_is_made_of_sees_no_kafka() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.signalbox.processor.row..",
                        "dev.signalbox.processor.carry..",
                        "dev.signalbox.processor.intake..",
                        "dev.signalbox.processor.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.."));
    }

    @Test
    void the_core_of_the_api_sees_neither_kafka_nor_helidon_nor_a_dialect() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.signalbox.api.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.helidon..", "dev.signalbox.api.dialect.."));
    }

    @Test
    void dialects_see_neither_kafka_nor_one_another() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.signalbox.api.dialect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "dev.signalbox.api.kafka.."));
        check(slices().matching("dev.signalbox.api.dialect.(*)..").should().notDependOnEachOther());
    }

    @Test
    void drivers_and_providers_do_not_see_one_another() {
        doNotSeeOneAnother("dev.signalbox.host.driver..", "Headless", "Tmux");
        doNotSeeOneAnother("dev.signalbox.host.provider..", "Claude", "Codex");
    }

    @Test
    void only_the_listeners_see_helidon_and_they_see_no_dialect() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.signalbox.api.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.signalbox.api.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.signalbox.api.dialect.."));
    }

    @Test
    void modules_see_only_what_is_left_of_them() {
        seesNoneBut("dev.signalbox.schemas..");
        seesNoneBut("dev.signalbox.settings..");
        seesNoneBut("dev.signalbox.broker..");
        seesNoneBut("dev.signalbox.processor..", "dev.signalbox.schemas..", "dev.signalbox.settings..");
        seesNoneBut("dev.signalbox.api..", "dev.signalbox.schemas..", "dev.signalbox.settings..");
        seesNoneBut("dev.signalbox.host..", "dev.signalbox.schemas..", "dev.signalbox.settings..");
        seesNoneBut("dev.signalbox.cli..", "dev.signalbox.schemas..", "dev.signalbox.settings..");
    }

    @Test
    void packages_have_no_cycles() {
        check(slices().matching("dev.signalbox.(**)").should().beFreeOfCycles());
    }

    @Test
    void nobody_writes_to_standard_output_past_the_cli() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.signalbox.cli..", "dev.signalbox.dev..", "dev.signalbox.bench..", "dev.signalbox.e2e..")
                .should()
                .accessTargetWhere(isOf(System.class, Set.of("out", "err"))));
    }

    /// @param names what the names of the classes of each begin with
    private static void doNotSeeOneAnother(String packages, String... names) {
        for (String one : names) {
            for (String other : names) {
                if (!one.equals(other)) {
                    check(noClasses()
                            .that()
                            .resideInAPackage(packages)
                            .and()
                            .haveSimpleNameStartingWith(one)
                            .should()
                            .dependOnClassesThat()
                            .haveSimpleNameStartingWith(other));
                }
            }
        }
    }

    private static void seesNoneBut(String module, String... allowed) {
        check(noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.signalbox..")
                        .and(DescribedPredicate.not(resideInAPackage(module)))
                        .and(
                                allowed.length == 0
                                        ? alwaysTrue()
                                        : DescribedPredicate.not(resideInAnyPackage(allowed)))));
    }

    private static ArchRule noCall(String packages, Class<?> owner, String... names) {
        return noClasses().that().resideInAPackage(packages).should().accessTargetWhere(isOf(owner, Set.of(names)));
    }

    private static DescribedPredicate<JavaAccess<?>> isOf(Class<?> owner, Set<String> names) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + names,
                access -> access.getTargetOwner().isEquivalentTo(owner) && names.contains(access.getName()));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(CLASSES);
    }
}
