package dev.signalbox.cli.console;

import dev.signalbox.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which servers to ask, and as whom: flag, else `SIGNALBOX_SERVER` and `SIGNALBOX_TOKEN`, else the file
/// `$XDG_CONFIG_HOME/signalbox/config` of `key=value` lines, which `signalbox dev` writes.
///
/// @param servers base addresses in the order in which they are tried; at least one
public record ClientConfig(List<URI> servers, @Nullable String token) {
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8600";
    private static final Set<String> KEYS = Set.of("server", "token", "namespace");

    public static ClientConfig load(
            @Nullable String serverFlag, @Nullable String tokenFlag, Surroundings around, Notices notices) {
        String server = serverFlag != null ? serverFlag : around.variable("SIGNALBOX_SERVER");
        String token = tokenFlag != null ? tokenFlag : around.variable("SIGNALBOX_TOKEN");
        if (server != null && token != null) {
            return new ClientConfig(servers(server), token);
        }
        Map<String, String> file = read(file(around), notices);
        List<URI> known = servers(file.getOrDefault("server", DEFAULT_SERVER));
        List<URI> servers = server == null ? known : servers(server);
        // The file's token is for the file's servers: others must not get to see it.
        boolean trusted = known.containsAll(servers);
        return new ClientConfig(servers, token == null && trusted ? file.get("token") : token);
    }

    public static Path file(Surroundings around) {
        return around.folder("XDG_CONFIG_HOME", ".config").resolve("config");
    }

    private static List<URI> servers(String list) {
        List<URI> servers = new ArrayList<>();
        for (String part : list.split(",")) {
            String address = part.strip();
            if (!address.isEmpty()) {
                servers.add(address(address));
            }
        }
        if (servers.isEmpty()) {
            throw CliException.usage("no server is given", "--server http://127.0.0.1:8600, or several with commas");
        }
        return List.copyOf(servers);
    }

    private static URI address(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = URI.create(full.endsWith("/") ? full.substring(0, full.length() - 1) : full);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Told below, as any other address that is none.
        }
        throw CliException.usage(
                "not the address of a server: " + text, "for instance http://127.0.0.1:8600, or several with commas");
    }

    private static Map<String, String> read(Path file, Notices notices) {
        String text;
        try {
            text = Files.readString(file);
            if (Files.getPosixFilePermissions(file).stream().anyMatch(ClientConfig::lets)) {
                notices.warn(file + " can be read by others: chmod 600 " + file);
            }
        } catch (IOException | UnsupportedOperationException _) {
            return Map.of();
        }
        SettingsFile parsed = SettingsFile.parse(text);
        parsed.problems().forEach(problem -> notices.warn(file + ": " + problem));
        parsed.values().keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .forEach(key -> notices.warn(file + ": unknown key " + key));
        return parsed.values();
    }

    private static boolean lets(PosixFilePermission permission) {
        return switch (permission) {
            case OWNER_READ, OWNER_WRITE, OWNER_EXECUTE -> false;
            case GROUP_READ, GROUP_WRITE, GROUP_EXECUTE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE -> true;
        };
    }

    /// Without the token.
    @Override
    public String toString() {
        return "ClientConfig" + servers;
    }
}
