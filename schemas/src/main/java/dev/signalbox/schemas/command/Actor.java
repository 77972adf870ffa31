package dev.signalbox.schemas.command;

import org.jspecify.annotations.Nullable;

/// Who asked, as the API node verified it.
///
/// @param principal the subject of the token
/// @param tokenId the token's id, null for an open loopback listener
/// @param node the API node that vouches for both
public record Actor(String principal, @Nullable String tokenId, String node) {
    /// Signalbox itself: ticks, timers and policies.
    public static final Actor SYSTEM = new Actor("signalbox", null, "processor");
}
