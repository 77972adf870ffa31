package dev.signalbox.api.core;

import java.time.Duration;

/// Makes the tokens that the API itself hands out.
public interface TokenMint {
    /// @param principal what the token says
    record Minted(String token, Principal principal) {}

    /// A token with which one machine joins the namespace of whoever asks, and nothing else.
    Minted joinToken(Principal by, Duration ttl);
}
