package dev.signalbox.host.session;

import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.session.SessionNote.Place;
import dev.signalbox.host.workspace.BaseDirectories;
import dev.signalbox.host.workspace.Worktree;
import dev.signalbox.host.workspace.Worktrees;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.SessionEnd.WorkspaceResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where sessions work: a directory inside the bases, a worktree of their own, or the place of the session that they go
/// on from.
public final class Places implements Finishing {
    private static final Logger log = LoggerFactory.getLogger(Places.class);

    private final BaseDirectories bases;
    private final Worktrees worktrees;
    private final Notes notes;

    public Places(BaseDirectories bases, Worktrees worktrees, Notes notes) {
        this.bases = bases;
        this.worktrees = worktrees;
        this.notes = notes;
    }

    /// A place, or why there is none.
    sealed interface Found {
        record At(Place place) implements Found {}

        record Refused(Refusal why) implements Found {}
    }

    Found find(String sessionId, SessionSpec spec) {
        Workspace workspace = spec.workspace();
        Workspace.Worktree wanted = workspace.worktree();
        if (wanted != null) {
            return switch (worktrees.make(sessionId, wanted.repository(), wanted.branch(), wanted.base())) {
                case Worktrees.Made.Refused(var why) -> new Found.Refused(why);
                case Worktrees.Made.Ready(var made) ->
                    new Found.At(new Place(
                            made.path().toString(), made.repository().toString(), made.branch(), made.baseCommit()));
            };
        }
        String cwd = workspace.cwd();
        if (cwd == null) {
            return new Found.At(new Place(bases.first().toString(), null, null, null));
        }
        Optional<Place> before =
                placeOf(spec.resumes()).filter(place -> place.directory().equals(cwd));
        if (before.isPresent()) {
            return new Found.At(before.get());
        }
        return switch (bases.resolve("workspace.cwd", cwd)) {
            case BaseDirectories.Resolved.Refused(var why) -> new Found.Refused(why);
            case BaseDirectories.Resolved.Inside(var directory) ->
                new Found.At(new Place(directory.toString(), null, null, null));
        };
    }

    /// A worktree stands outside of the bases; who resumes its session may work there again.
    private Optional<Place> placeOf(@Nullable String sessionId) {
        try {
            return sessionId == null ? Optional.empty() : notes.find(sessionId).map(SessionNote::place);
        } catch (IOException e) {
            log.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public @Nullable WorkspaceResult finish(SessionNote note) {
        Place place = note.place();
        if (place == null || place.repository() == null || place.branch() == null || place.baseCommit() == null) {
            return null;
        }
        Worktree worktree = new Worktree(
                Path.of(place.repository()), Path.of(place.directory()), place.branch(), place.baseCommit());
        try {
            Worktrees.Finished finished = worktrees.finish(worktree, "Work of session " + note.sessionId());
            return new WorkspaceResult(
                    place.directory(),
                    finished.branch(),
                    finished.commit(),
                    finished.filesChanged(),
                    finished.truncated());
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue("sessionId", note.sessionId())
                    .log("the worktree could not be finished ({}): {}", ErrorCode.WORKTREE_REFUSED, e.getMessage());
            return new WorkspaceResult(place.directory(), place.branch(), null, List.of(), false);
        }
    }
}
