package dev.signalbox.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a process reaches the brokers: the group `kafka` in the record of each.
public record KafkaAccess(
        @Setting(value = "Brokers to ask first.", byDefault = "127.0.0.1:9092")
        List<HostPort> servers,

        @Setting("File of further Kafka client properties: where TLS and SASL, with their secrets, are set.") @Nullable
        Path properties) {
    public KafkaAccess {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("kafka-servers: at least one host:port is needed");
        }
        checkReadable(properties);
    }

    /// For a process that has the setting `kafka-properties` outside of this record.
    ///
    /// @throws IllegalArgumentException when there is a file and it cannot be read
    public static void checkReadable(@Nullable Path properties) {
        if (properties != null && !Files.isReadable(properties)) {
            throw new IllegalArgumentException("kafka-properties: cannot read " + properties);
        }
    }

    /// What every Kafka client of the process starts from; the file does not win over `bootstrap.servers`.
    ///
    /// @throws IOException when the file cannot be read
    public Map<String, Object> clientProperties() throws IOException {
        return clientProperties(servers.stream().map(HostPort::toString).collect(Collectors.joining(",")), properties);
    }

    /// As [#clientProperties()].
    ///
    /// @param servers as `bootstrap.servers` has them
    /// @param properties the file; null for none
    public static Map<String, Object> clientProperties(String servers, @Nullable Path properties) throws IOException {
        var client = new HashMap<String, Object>();
        if (properties != null) {
            var file = new Properties();
            try (Reader reader = Files.newBufferedReader(properties)) {
                file.load(reader);
            }
            file.stringPropertyNames().forEach(name -> client.put(name, file.getProperty(name)));
        }
        client.put("bootstrap.servers", servers);
        return client;
    }
}
