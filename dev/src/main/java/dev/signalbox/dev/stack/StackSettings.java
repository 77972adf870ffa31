package dev.signalbox.dev.stack;

import dev.signalbox.api.ApiSettings;
import dev.signalbox.api.DialectSettings;
import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.host.HostSettings;
import dev.signalbox.processor.settings.ProcessorSettings;
import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.SettingList;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings of each part of a stack, read from text like those of a process of its own: what is not named here
/// has the default that it has there.
record StackSettings(StackOptions options, DialectSettings dialects, Ports ports) {
    /// Of the topics by namespace: on one machine more would only cost.
    private static final String PARTITIONS = "4";

    private static final Map<String, String> ANY_PORTS = Map.of(
            "elemental-listen", local(0),
            "orchestra-listen", local(0),
            "neolith-listen", local(0));

    /// Sessions at once: on one machine only memory bounds them, and whoever tries many should not be told to wait.
    private static final String CAPACITY = "64";

    static StackSettings of(StackOptions options) {
        DialectSettings asked = options.dialects();
        DialectSettings dialects = asked == null ? load(DialectSettings.class, ANY_PORTS) : asked;
        return new StackSettings(
                options, dialects, Ports.choose(options, dialects.listeners().byName()));
    }

    /// `host:port` of the broker.
    String kafka() {
        return local(ports.kafka());
    }

    ProcessorSettings processor() {
        return load(
                ProcessorSettings.class,
                Map.of(
                        "kafka-servers",
                        kafka(),
                        "data-dir",
                        options.dataDir().toString(),
                        "partitions",
                        PARTITIONS,
                        "processor-ops-port",
                        "0"));
    }

    ApiSettings api(int index) {
        var flags = Map.of(
                "kafka-servers",
                kafka(),
                "data-dir",
                options.dataDir().toString(),
                "api-secret-file",
                secretFile().toString(),
                "api-node",
                "api-" + (index + 1),
                "api-listen",
                local(index == 0 ? ports.firstApi() : ports.secondApi()));
        return load(ApiSettings.class, flags)
                .speaking(dialects.listening(
                        dialects.listeners().at(ports.dialects().get(index))));
    }

    HostSettings host(String joinToken) {
        var flags = new HashMap<>(Map.of(
                "api",
                nodes().stream().map(URI::toString).collect(Collectors.joining(",")),
                "join",
                joinToken,
                // What it was told at its first start may be another port by now.
                "kafka-servers",
                kafka(),
                "data-dir",
                hostDir().toString(),
                "capacity",
                CAPACITY,
                "base-dirs",
                SettingList.join(options.baseDirs().stream().map(Path::toString).toList())));
        String name = options.hostName();
        if (name != null) {
            flags.put("name", name);
        }
        return load(HostSettings.class, flags);
    }

    List<URI> nodes() {
        return Stream.of(ports.firstApi(), ports.secondApi())
                .map(port -> URI.create("http://" + local(port)))
                .toList();
    }

    static String local(int port) {
        return "127.0.0.1:" + port;
    }

    Path secretFile() {
        return SecretFile.in(options.dataDir());
    }

    Path brokerDir() {
        return options.dataDir().resolve("kafka");
    }

    Path hostDir() {
        return options.dataDir().resolve("host");
    }

    private static <R extends Record> R load(Class<R> type, Map<String, String> flags) {
        return switch (SettingsLoader.load(type, Sources.NONE.withFlags(flags))) {
            case Loaded.Ok<R>(var settings, _) -> settings;
            case Loaded.Refused<R>(var problems) -> throw new IllegalArgumentException(String.join("; ", problems));
        };
    }
}
