package dev.signalbox.schemas.state;

import dev.signalbox.schemas.spec.AgentProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A named identity that can be given work and messages.
///
/// @param version of the profile, rises with each change of it: the number of the event that made it. 0 on records of
/// before there was one
/// @param activeSession its live session; at most one
/// @param lastSession the newest session, live or ended
public record Agent(
        String id,
        AgentProfile profile,
        long version,
        @Nullable String activeSession,
        @Nullable String lastSession,
        Instant createdAt,
        Instant updatedAt,
        Cause cause)
        implements Entity {

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.AGENT, id);
    }

    public Agent withProfile(AgentProfile newProfile, long newVersion, Cause because) {
        return new Agent(id, newProfile, newVersion, activeSession, lastSession, createdAt, because.at(), because);
    }

    /// The agent once the session is its live one.
    public Agent began(String sessionId, Cause because) {
        return new Agent(id, profile, version, sessionId, sessionId, createdAt, because.at(), because);
    }

    /// The agent once its live session is over.
    public Agent finished(Cause because) {
        return new Agent(id, profile, version, null, lastSession, createdAt, because.at(), because);
    }
}
