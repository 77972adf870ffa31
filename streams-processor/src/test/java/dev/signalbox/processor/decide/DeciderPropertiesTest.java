package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever is asked and told, in whatever order: the fold of the events is the tables, what is over stays
/// over, and the [Invariants] hold after each decision.
class DeciderPropertiesTest {
    private static final int SEQUENCES = 120;
    private static final int STEPS = 250;
    private static final int REACHING = 600;

    private final Set<Class<?>> happened = new HashSet<>();

    @Test
    void any_sequence_of_commands_reports_and_ticks_keeps_the_promises() {
        for (long seed : Seeds.of("property-seeds.txt", SEQUENCES)) {
            List<String> history = new ArrayList<>();
            try {
                sequence(new Random(seed), history);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "replay with -Dsimulation.seed=" + seed + "; the last steps were\n"
                                + String.join("\n", history.subList(Math.max(0, history.size() - 12), history.size())),
                        e);
            }
        }
    }

    /// By fixed seeds: chance must not decide whether this holds.
    @Test
    void the_sequences_reach_every_event() {
        for (long seed = 1; seed <= REACHING; seed++) {
            sequence(new Random(seed), new ArrayList<>());
        }

        assertThat(happened).contains(Event.class.getPermittedSubclasses());
    }

    private void sequence(Random random, List<String> history) {
        DeciderKit kit = new DeciderKit(false);
        if (random.nextInt(3) != 0) {
            kit.keep(
                    Duration.ofSeconds(1 + random.nextInt(30)),
                    Duration.ofSeconds(1 + random.nextInt(90)),
                    Duration.ofSeconds(1 + random.nextInt(30)));
        }
        AnyRecord any = new AnyRecord(random, kit.tables());
        Map<String, AnyHost> hosts = new TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    Command command = any.command();
                    history.add(command.toString());
                    kit.ask(command);
                }
                case 4 -> {
                    Duration passed = Duration.ofSeconds(1 + random.nextInt(random.nextInt(5) == 0 ? 120 : 5));
                    history.add("tick after " + passed);
                    kit.tick(passed, Duration.ofSeconds(random.nextInt(3) == 0 ? 60 : 2));
                }
                default -> {
                    AnyHost host = hosts.computeIfAbsent(any.hostId(), AnyHost::new);
                    ReportBatch batch = host.next(random, any, kit.host(host.id));
                    history.add(batch.toString());
                    kit.tell(batch);
                }
            }
            kit.events().forEach(event -> happened.add(event.getClass()));
        }
    }

    /// What speaks in the name of a host: mostly the right one, in order.
    private static final class AnyHost {
        private final String id;
        private long incarnation;
        private long seq;

        AnyHost(String id) {
            this.id = id;
        }

        ReportBatch next(Random random, AnyRecord any, Host known) {
            List<Report> reports = new ArrayList<>();
            if (incarnation == 0 || random.nextInt(20) == 0) {
                incarnation++;
                seq = 0;
                Fingerprint fingerprint = fingerprint(random);
                reports.add(new Report.HostStarted(fingerprint, random.nextInt(60), any.found()));
            }
            List<String> sessions = known == null ? List.of() : known.sessions();
            for (int i = random.nextInt(4); i > 0; i--) {
                reports.add(any.report(sessions.isEmpty() ? null : sessions.get(random.nextInt(sessions.size()))));
            }
            seq += random.nextInt(15) == 0 ? 2 : 1;
            boolean stranger = random.nextInt(25) == 0;
            return new ReportBatch(
                    DeciderKit.NAMESPACE,
                    id,
                    stranger && random.nextBoolean() ? incarnation - 1 : incarnation,
                    stranger ? "twin" : id + "-" + incarnation,
                    seq,
                    reports);
        }

        private Fingerprint fingerprint(Random random) {
            List<Fingerprint.ProviderFound> providers = new ArrayList<>();
            for (String name : List.of("command", "claude", "codex")) {
                if (random.nextInt(4) != 0) {
                    providers.add(new Fingerprint.ProviderFound(
                            name, random.nextInt(5) != 0, random.nextBoolean(), null, "because"));
                }
            }
            return new Fingerprint("0.1.0", "linux", "boot", 2, 1, 1 + random.nextInt(4), List.of("/srv"), providers);
        }
    }
}
