package dev.signalbox.api.core.port;

import dev.signalbox.api.core.HostAccess;
import dev.signalbox.api.core.Readiness;
import dev.signalbox.api.core.TokenMint;
import dev.signalbox.api.core.TokenVerifier;
import dev.signalbox.api.core.feed.EventFeeds;
import dev.signalbox.api.core.feed.History;
import dev.signalbox.api.core.feed.OutputFeeds;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.gateway.Keyboards;
import dev.signalbox.api.core.view.Views;

/// What a dialect speaks over.
///
/// @param gateway for requests that have a word for "not yet"
/// @param commands for those that have none
public record ApiCore(
        Views views,
        Gateway gateway,
        Commands commands,
        Keyboards keyboards,
        OutputFeeds output,
        EventFeeds events,
        History history,
        TokenMint tokens,
        TokenVerifier verifier,
        HostAccess hostAccess,
        Readiness readiness) {}
