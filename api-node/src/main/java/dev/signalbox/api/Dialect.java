package dev.signalbox.api;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.dialect.elemental.Elemental;
import dev.signalbox.api.dialect.neolith.Neolith;
import dev.signalbox.api.dialect.orchestra.Orchestra;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Streams;
import dev.signalbox.settings.Listen;
import java.util.List;

/// A protocol beside the native one.
///
/// @param listen its own listener
record Dialect(Api api, Listen listen) {
    /// All of them, each made by a method of its own.
    static List<Dialect> all(ApiSettings settings, ApiCore core, Streams streams) {
        return List.of(elemental(settings, core, streams), orchestra(settings, core), neolith(settings, core, streams));
    }

    private static Dialect elemental(ApiSettings settings, ApiCore core, Streams streams) {
        ElementalSettings own = settings.dialects().elemental();
        var options = new Elemental.Options(own.elementalRoot(), own.elementalDatabase(), own.elementalHeartbeat());
        return new Dialect(
                Elemental.api(core, streams, options),
                settings.dialects().listeners().elementalListen());
    }

    private static Dialect orchestra(ApiSettings settings, ApiCore core) {
        return new Dialect(
                Orchestra.api(core, settings.dialects().orchestra().options(settings.apiHeartbeat())),
                settings.dialects().listeners().orchestraListen());
    }

    private static Dialect neolith(ApiSettings settings, ApiCore core, Streams streams) {
        Listen listen = settings.dialects().listeners().neolith();
        boolean loopback = listen.address().map(ApiSettings::loopback).orElse(true);
        var options = settings.dialects()
                .neolith()
                .options(SecretFile.load(settings.secretFile()), loopback, settings.apiHeartbeat());
        return new Dialect(Neolith.api(core, streams, options), listen);
    }
}
