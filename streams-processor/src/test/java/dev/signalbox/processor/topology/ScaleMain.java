package dev.signalbox.processor.topology;

import static dev.signalbox.processor.topology.TopologyBench.bytes;
import static dev.signalbox.processor.topology.TopologyBench.command;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.Signatures;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/// What ticks, heartbeats and commands cost with many hosts and many tasks in one partition: the real topology, stores
/// and decider on one thread, without brokers. `ScaleMain [hosts] [tasks]`; the figures are in docs/reference/scale.md.
final class ScaleMain {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int ROUNDS = 30;

    private final TopologyBench bench;
    private final KeyPair keys = Signatures.generate();
    private final List<String> hosts;
    private final int tasks;
    private long ticks;
    private long seq = 1;

    private ScaleMain(TopologyBench bench, int hosts, int tasks) {
        this.bench = bench;
        this.tasks = tasks;
        this.hosts = IntStream.range(0, hosts).mapToObj(_ -> Ids.HOST.mint()).toList();
    }

    public static void main(String[] args) throws Exception {
        int hosts = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        int tasks = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        Path directory = Files.createTempDirectory("scale");
        try (var bench = new TopologyBench(Decisions.DECIDER, directory)) {
            new ScaleMain(bench, hosts, tasks).run();
        }
    }

    private void run() {
        System.out.printf("%d hosts, %d tasks%n", hosts.size(), tasks);
        tick();
        time("join", hosts.size(), () -> hosts.forEach(this::join));
        time("host started", hosts.size(), () -> hosts.forEach(host -> report(host, started(0))));
        seq++;
        time("tick, nothing due", ROUNDS, () -> repeat(this::tick));
        heartbeats();
        time("task placed", hosts.size(), () -> create(hosts.size()));
        time("task queued", tasks - hosts.size(), () -> create(tasks - hosts.size()));
        heartbeats();
        time("tick, nothing due, tasks wait", ROUNDS, () -> repeat(this::tick));
        bench.now = bench.now.plusSeconds(4);
        tick();
        bench.now = bench.now.plusSeconds(4);
        tick();
        time("tick, a host was silent", hosts.size(), () -> {
            bench.now = bench.now.plusSeconds(4);
            repeat(this::tick);
        });
        discard();
        System.out.println("rows: " + bench.rows().size());
    }

    private void heartbeats() {
        time("heartbeat", hosts.size(), () -> hosts.forEach(host -> report(host, new Report.Heartbeat())));
        seq++;
    }

    private static void repeat(Runnable what) {
        for (int i = 0; i < ROUNDS; i++) {
            what.run();
        }
    }

    private void time(String what, int count, Runnable work) {
        discard();
        long began = System.nanoTime();
        work.run();
        System.out.printf("%-32s %9.3f ms each%n", what, (System.nanoTime() - began) / 1e6 / count);
        discard();
    }

    /// What the driver holds for readers.
    private void discard() {
        Topics.fixed().stream().filter(topic -> !topic.appendTime()).forEach(bench::read);
    }

    private void tick() {
        bench.now = bench.now.plusMillis(100);
        bench.tick(++ticks, INTERVAL);
    }

    private void join(String host) {
        bench.send(
                command(new Command.JoinHost(host, "n-" + host, Signatures.encode(keys.getPublic()), null, Map.of())));
    }

    private Report started(int sessions) {
        var provider = new Fingerprint.ProviderFound("command", true, true, "1", null);
        return new Report.HostStarted(
                new Fingerprint("1", "linux", "boot", 2, 1L << 30, 1, List.of("/srv"), List.of(provider)),
                sessions,
                List.of());
    }

    private void report(String host, Report report) {
        byte[] value = Json.encode(new ReportBatch("default", host, 1, "i", seq, List.of(report)));
        var headers = new RecordHeaders();
        headers.add(ReportBatch.SIGNATURE, Signatures.sign(keys.getPrivate(), value));
        bench.report(new TestRecord<>(bytes("default"), value, headers, bench.now));
    }

    private void create(int count) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(new Command.CreateTask(Ids.TASK.mint(), spec(), Map.of()));
        }
        commands.forEach(create -> bench.send(command(create)));
    }

    private static TaskSpec spec() {
        return new TaskSpec(
                null,
                "do it",
                "command",
                List.of("true"),
                null,
                Workspace.DEFAULT,
                Placement.ANYWHERE,
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.ASK,
                null,
                null,
                1,
                0,
                null);
    }
}
