package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.auth.Tokens;
import dev.signalbox.settings.Startup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose secret signs a token.
class TokenCreateCommandTest {
    @TempDir
    Path home;

    private record Said(int code, String out, String err) {}

    @Test
    void takes_the_secret_of_api_before_that_of_dev_and_says_so() {
        Tokens dev = node(".local/share/signalbox/dev/api-secret");
        Said alone = create(Map.of());
        Tokens api = node(".local/share/signalbox/api/api-secret");
        Said both = create(Map.of());

        assertThat(dev.verify(alone.out().strip())).isPresent();
        assertThat(alone.err()).contains("~/.local/share/signalbox/dev/api-secret");
        assertThat(api.verify(both.out().strip())).isPresent();
        assertThat(both.err()).contains("~/.local/share/signalbox/api/api-secret");
        assertThat(both.out().lines()).hasSize(1);
    }

    @Test
    void takes_the_secret_that_the_node_was_told_of() {
        node(".local/share/signalbox/api/api-secret");
        Tokens elsewhere = node("elsewhere/api-secret");
        Tokens mounted = node("run/secret");
        String directory = home.resolve("elsewhere").toString();
        String file = home.resolve("run/secret").toString();

        Said there = create(Map.of("SIGNALBOX_DATA_DIR", directory));
        Said named = create(Map.of("SIGNALBOX_DATA_DIR", directory, "SIGNALBOX_API_SECRET_FILE", file));

        assertThat(elsewhere.verify(there.out().strip())).isPresent();
        assertThat(mounted.verify(named.out().strip())).isPresent();
        assertThat(there.err() + named.err()).isEmpty();
    }

    @Test
    void makes_no_secret_of_its_own() {
        node(".local/share/signalbox/dev/api-secret");
        Said nowhere = create(Map.of("SIGNALBOX_DATA_DIR", home.resolve("x").toString()));
        Said misspelt =
                create(Map.of("SIGNALBOX_API_SECRET_FILE", home.resolve("y").toString()));

        assertThat(nowhere).isEqualTo(new Said(2, "", nowhere.err()));
        assertThat(nowhere.err()).contains("no secret at ~/x/api-secret", "--data-dir", "--api-secret-file");
        assertThat(misspelt).isEqualTo(new Said(2, "", misspelt.err()));
        assertThat(misspelt.err()).contains("no secret at ~/y");
        assertThat(home.resolve("y")).doesNotExist();
    }

    /// What a node makes of the secret that it keeps there.
    private Tokens node(String secret) {
        return new Tokens(SecretFile.load(home.resolve(secret)), InstantSource.system());
    }

    private Said create(Map<String, String> environment) {
        var started = Processes.startup("token create", TokenSettings.class, List.of(), environment);
        assertThat(started).isInstanceOf(Startup.Run.class);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = TokenCreateCommand.create(
                ((Startup.Run<TokenSettings>) started).settings(),
                new Folders(Map.of(), home),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
