package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.host.provider.CommandLine;
import dev.signalbox.host.provider.Prompting;
import dev.signalbox.host.provider.parse.ItemParser;
import dev.signalbox.host.provider.parse.ParsedItem;
import dev.signalbox.host.provider.parse.ParserFactory;
import dev.signalbox.schemas.output.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// One process of a real agent, talked to as its provider describes it.
final class RunningAgent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CommandLine commandLine;
    private final Process process;
    private final Path errors;
    private final ParserFactory.Origin origin;
    private final Thread reader;
    private final List<Item> items = new CopyOnWriteArrayList<>();

    private RunningAgent(CommandLine commandLine, Process process, Path errors, ParserFactory.Origin origin) {
        this.commandLine = commandLine;
        this.process = process;
        this.errors = errors;
        this.origin = origin;
        this.reader = Thread.ofVirtual().name("agent-output").start(this::read);
    }

    /// Starts the process in `folder` and gives it its first prompt. Standard input stays open where it can.
    static RunningAgent start(CommandLine commandLine, Path folder, Map<String, String> environment, String prompt)
            throws IOException {
        var errors = Files.createTempFile("agent", ".err");
        var builder = new ProcessBuilder(commandLine.argv())
                .directory(folder.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
        builder.environment().putAll(environment);
        var origin = new ParserFactory.Origin(environment, commandLine.nativeSessionId(), Instant.now());
        var agent = new RunningAgent(commandLine, builder.start(), errors, origin);
        agent.write(commandLine.launch().input().prompt(prompt));
        if (commandLine.launch().prompting() == Prompting.WHOLE_INPUT) {
            agent.process.getOutputStream().close();
        }
        return agent;
    }

    void prompt(String text) throws IOException {
        write(commandLine.launch().input().prompt(text));
    }

    void answer(Item.ApprovalRequest request, String text) throws IOException {
        write(commandLine.launch().input().answer(request, text));
    }

    List<Item> items() {
        return List.copyOf(items);
    }

    <T extends Item> List<T> items(Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// The n-th item of a type, from 1, once it is there.
    <T extends Item> T item(Class<T> type, int number) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(items(type))
                        .as(() -> type.getSimpleName() + " among " + items + ", with standard error:\n" + errorText())
                        .hasSizeGreaterThanOrEqualTo(number));
        return items(type).get(number - 1);
    }

    /// The exit status once the process has ended by itself, its standard input closed.
    int end() throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the agent ends after its input has ended")
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }

    private String errorText() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        process.getOutputStream().write(bytes);
        process.getOutputStream().flush();
    }

    private void read() {
        var parser = new ItemParser(commandLine.launch().parser().begin(origin), 0);
        var chunk = new byte[777];
        try (var out = process.getInputStream()) {
            for (int length = out.read(chunk); length >= 0; length = out.read(chunk)) {
                keep(parser.feed(Arrays.copyOf(chunk, length), parser.position()));
            }
            keep(parser.finish());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(List<ParsedItem> parsed) {
        parsed.forEach(item -> items.add(item.item()));
    }
}
