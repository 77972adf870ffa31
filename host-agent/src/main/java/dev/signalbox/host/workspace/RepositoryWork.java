package dev.signalbox.host.workspace;

import dev.signalbox.host.disk.WholeFile;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.host.workspace.RepositoryNote.Step;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what this host is told about repositories: each operation is noted before it is begun and told until the log
/// has it, one after the other; after a crash one that was begun is compared with what git has.
public final class RepositoryWork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RepositoryWork.class);

    private final Repositories repositories;
    private final Reporter reporter;
    private final Path directory;
    private final Map<String, RepositoryNote> notes = new HashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("repositories").factory());

    /// Set before work is interrupted: what comes of it then says nothing, and the next host agent looks.
    private volatile boolean closed;

    private RepositoryWork(Repositories repositories, Reporter reporter, Path directory) {
        this.repositories = repositories;
        this.reporter = reporter;
        this.directory = directory;
    }

    /// Reads the notes of an earlier host agent; what they leave to be done follows by [#recover]. One that cannot be
    /// read is logged and left alone.
    public static RepositoryWork open(Repositories repositories, Reporter reporter, Path dataDirectory)
            throws IOException {
        Path directory = WholeFile.folder(dataDirectory.resolve("repositories"));
        RepositoryWork work = new RepositoryWork(repositories, reporter, directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                work.read(file);
            }
        }
        return work;
    }

    private void read(Path file) {
        try {
            RepositoryNote note = Json.decode(Files.readAllBytes(file), RepositoryNote.class);
            notes.put(note.repositoryId(), note);
        } catch (IOException | MalformedException e) {
            log.error("{} cannot be read: {}", file, e.getMessage());
        }
    }

    /// Goes on with what an earlier host agent began or did not tell, and looks at what stands at these paths.
    public synchronized void recover(List<Path> bases) {
        for (RepositoryNote note : notes.values()) {
            for (Step step : note.steps()) {
                Report result = step.result();
                if (result != null) {
                    tell(note.repositoryId(), step.operation(), result);
                } else {
                    later(() -> carryOut(note.repositoryId(), step, true));
                }
            }
        }
        for (Path base : bases) {
            later(() -> look(base.toString(), false));
        }
    }

    public void inspect(Directive.InspectRepository wish) {
        later(() -> look(wish.path(), true));
    }

    private void look(String path, boolean asked) {
        switch (repositories.look(path)) {
            case Repositories.Looked.Found(var main, var defaultBranch, var worktrees) ->
                reporter.tell(new Report.RepositoryInspected(
                        asked ? path : main.toString(), main.toString(), defaultBranch, worktrees));
            case Repositories.Looked.Refused(var why) -> {
                if (asked) {
                    reporter.tell(new Report.RepositoryRefused(path, why.code(), why.message()));
                }
            }
        }
    }

    public void add(Directive.AddWorktree wish, boolean expired) {
        take(wish.repositoryId(), new Step(wish.operation(), wish, null), wish.path(), expired);
    }

    public void remove(Directive.RemoveWorktree wish, boolean expired) {
        take(wish.repositoryId(), new Step(wish.operation(), wish, null), wish.path(), expired);
    }

    private synchronized void take(String id, Step step, String path, boolean expired) {
        RepositoryNote known = notes.getOrDefault(id, new RepositoryNote(id, 0, List.of()));
        if (step.operation() <= known.last()) {
            return;
        }
        change(id, note -> note.with(step));
        if (expired) {
            over(
                    id,
                    step,
                    new Report.WorktreeFailed(
                            id, step.operation(), path, ErrorCode.EXPIRED, "the host read it after its deadline"));
        } else {
            later(() -> carryOut(id, step, false));
        }
    }

    private void carryOut(String id, Step step, boolean again) {
        if (step.wish() instanceof Directive.AddWorktree add) {
            var outcome = repositories.add(add.repository(), add.path(), add.branch(), add.base(), again);
            over(id, step, report(id, step.operation(), add.path(), outcome));
        } else if (step.wish() instanceof Directive.RemoveWorktree remove) {
            var outcome =
                    repositories.remove(remove.repository(), remove.path(), remove.force(), remove.deleteBranch());
            over(id, step, report(id, step.operation(), remove.path(), outcome));
        }
    }

    private static Report report(String id, long operation, String path, Repositories.Outcome outcome) {
        return switch (outcome) {
            case Repositories.Outcome.Added(var worktree, var branchCreated) ->
                new Report.WorktreeAdded(id, operation, worktree, branchCreated);
            case Repositories.Outcome.Removed() -> new Report.WorktreeRemoved(id, operation, path);
            case Repositories.Outcome.Refused(var code, var message) ->
                new Report.WorktreeFailed(id, operation, path, code, message);
        };
    }

    private synchronized void over(String id, Step step, Report result) {
        if (closed) {
            return;
        }
        change(id, note -> note.with(new Step(step.operation(), step.wish(), result)));
        tell(id, step.operation(), result);
    }

    private void tell(String id, long operation, Report result) {
        reporter.tell(result).thenRun(() -> change(id, note -> note.without(operation)));
    }

    /// @throws UncheckedIOException when the disk refuses it; nothing is done then
    private synchronized void change(String id, UnaryOperator<RepositoryNote> step) {
        RepositoryNote next = step.apply(notes.getOrDefault(id, new RepositoryNote(id, 0, List.of())));
        try {
            WholeFile.write(directory.resolve(id + ".json"), Json.encode(next));
        } catch (IOException e) {
            throw new UncheckedIOException("the note of a repository cannot be written", e);
        }
        notes.put(id, next);
    }

    private void later(Runnable step) {
        try {
            worker.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    log.error("a step of a repository failed: {}", e.toString());
                }
            });
        } catch (RejectedExecutionException _) {
            log.debug("the host agent is being stopped");
        }
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdownNow();
    }
}
