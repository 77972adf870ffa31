package dev.signalbox.processor.decide;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.SilentHostPolicy.Action;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Clients who ask for things, and ask again under the same key when no answer came.
final class SimClients {
    private final SimWorld world;
    private final SimLog log;
    private final List<String> hosts;
    private int number;

    SimClients(SimWorld world, SimLog log, List<String> hosts) {
        this.world = world;
        this.log = log;
        this.hosts = hosts;
        for (int agent = 0; agent < 3; agent++) {
            ask(Specs.agent("a" + agent));
        }
    }

    private void ask(Command command) {
        number++;
        String key = "key-" + number;
        log.command(key, command);
        if (world.fault(150)) {
            world.after(10, 20_000, () -> log.command(key, command));
        }
    }

    private String any(List<String> of, String otherwise) {
        return of.isEmpty() ? otherwise : of.get(world.random.nextInt(of.size()));
    }

    private String session() {
        List<String> live = log.tables().all(Session.class, SimLog.NAMESPACE).stream()
                .filter(session -> !session.status().terminal() || world.chance(100))
                .map(Session::id)
                .toList();
        return any(live, "s-none");
    }

    private String ended() {
        return any(
                log.tables().all(Session.class, SimLog.NAMESPACE).stream()
                        .filter(session -> session.nativeSessionId() != null)
                        .map(Session::id)
                        .toList(),
                "s-none");
    }

    private String task() {
        return any(
                log.tables().all(Task.class, SimLog.NAMESPACE).stream()
                        .map(Task::id)
                        .toList(),
                "t-none");
    }

    /// A task that a session is to take, or one that it cannot; mostly none.
    private @Nullable String waiting() {
        if (!world.chance(300)) {
            return null;
        }
        return any(
                log.tables().all(Task.class, SimLog.NAMESPACE).stream()
                        .filter(task -> task.status() == TaskStatus.QUEUED || world.chance(100))
                        .map(Task::id)
                        .toList(),
                "t-none");
    }

    /// One wish by chance.
    void wish() {
        String id = "x" + number;
        switch (world.random.nextInt(22)) {
            case 0, 1, 2, 3 -> start(id);
            case 4, 5, 6 -> ask(Specs.create(id, tasks().spec()));
            case 7, 8 ->
                ask(new Command.StopSession(
                        session(), world.chance(700), Duration.ofSeconds(world.random.nextInt(15)), null, false));
            case 9, 10, 11 -> ask(new Command.SendInput(id, session(), "text"));
            case 12 -> {
                List<Input> inputs = log.tables().all(Input.class, SimLog.NAMESPACE).stream()
                        .filter(input -> input.status() == InputStatus.QUEUED || world.chance(50))
                        .toList();
                if (!inputs.isEmpty()) {
                    Input input = inputs.get(world.random.nextInt(inputs.size()));
                    ask(new Command.CancelInput(input.sessionId(), input.id()));
                }
            }
            case 13 -> ask(new Command.CancelTask(task(), null));
            case 14 -> ask(new Command.RetryTask(task()));
            case 15 -> ask(Specs.suspend(session()));
            case 16 -> ask(new Command.ResumeSession(id, ended(), null, null, null, Map.of(), null, waiting()));
            case 17 -> ask(new Command.DeleteAgent("a" + world.random.nextInt(3)));
            case 20 ->
                ask(new Command.PutDocument(
                        "things",
                        "d" + world.random.nextInt(3),
                        Map.of("by", id),
                        world.chance(300) ? Long.valueOf(0) : null,
                        world.chance(700) ? Duration.ofSeconds(1 + world.random.nextInt(60)) : null));
            case 21 -> ask(new Command.DeleteDocument("things", "d" + world.random.nextInt(3), null));
            case 18 -> {
                String host = any(hosts.subList(1, hosts.size()), "h1");
                ask(new Command.RemoveHost(host, world.chance(200)));
            }
            default -> {
                String host = any(hosts, "h0");
                ask(world.chance(500) ? new Command.DrainHost(host, null) : new Command.UndrainHost(host));
            }
        }
    }

    private void start(String id) {
        SilentHostPolicy policy = switch (world.random.nextInt(4)) {
            case 0 -> new SilentHostPolicy(Action.REPLACE, Duration.ofSeconds(1 + world.random.nextInt(40)));
            case 1 -> new SilentHostPolicy(Action.STOP_ON_HOST, Duration.ofSeconds(1 + world.random.nextInt(40)));
            default -> SilentHostPolicy.KEEP;
        };
        Placement placement = world.chance(200) ? new Placement(any(hosts, "h0"), Map.of()) : Placement.ANYWHERE;
        SessionSpec spec =
                Specs.session(world.chance(600) ? "claude" : "command", false, placement, policy, world.chance(400));
        String agent = world.chance(600) ? "a" + world.random.nextInt(3) : null;
        String prompt = world.chance(500) ? "prompt" : null;
        ask(new Command.StartSession(
                id,
                agent,
                spec,
                prompt,
                Map.of("A", "b"),
                null,
                waiting(),
                world.chance(300) ? Map.of("by", id) : null));
    }

    private Specs.Tasks tasks() {
        Specs.Tasks tasks = Specs.tasks()
                .provider(world.chance(400) ? "claude" : "command")
                .attempts(1 + world.random.nextInt(3))
                .priority(world.random.nextInt(3));
        if (world.chance(300)) {
            tasks.agent("a" + world.random.nextInt(3));
        }
        if (world.chance(300)) {
            tasks.timeout(Duration.ofSeconds(5 + world.random.nextInt(60)));
        }
        if (world.chance(200)) {
            tasks.queueTimeout(Duration.ofSeconds(5 + world.random.nextInt(60)));
        }
        if (world.chance(150)) {
            tasks.on(any(hosts, "h0"));
        }
        return tasks;
    }

    /// What was drained is to take work again.
    void undrain() {
        hosts.forEach(host -> ask(new Command.UndrainHost(host)));
    }
}
