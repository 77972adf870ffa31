package dev.signalbox.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.DialectSettings;
import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackSettingsTest {
    private static final Path DATA = Path.of("/srv/data");

    @Test
    void a_base_directory_may_have_a_comma_in_its_name() {
        List<Path> directories = List.of(Path.of("/srv/a,b"), Path.of("/srv/c"));
        StackOptions options = StackOptions.in(DATA).working(directories);

        assertThat(StackSettings.of(options).host("token").bases()).isEqualTo(directories);
    }

    @Test
    void both_nodes_are_told_what_is_asked_of_the_dialects_each_with_ports_of_its_own() {
        StackSettings settings = StackSettings.of(speaking(Map.of(
                "elemental-listen",
                "127.0.0.1:0",
                "orchestra-listen",
                "off",
                "neolith-listen",
                "127.0.0.1:0",
                "dialect-auth",
                "true",
                "orchestra-spawns-per-minute",
                "3")));

        for (int node : List.of(0, 1)) {
            DialectSettings told = settings.api(node).dialects();
            assertThat(told.listeners().dialectAuth()).isTrue();
            assertThat(told.orchestra().spawnsPerMinute()).isEqualTo(3);
            assertThat(told.listeners().orchestraListen().at()).isNull();
            assertThat(told.listeners().elementalListen().at())
                    .isEqualTo(settings.ports().dialects().get(node).get("elemental"));
        }
        assertThat(List.of(0, 1))
                .extracting(node -> settings.api(node)
                        .dialects()
                        .listeners()
                        .neolithListen()
                        .at())
                .doesNotHaveDuplicates();
    }

    @Test
    void the_nodes_differ_in_port_and_name_and_share_their_secret() {
        StackSettings settings = StackSettings.of(StackOptions.in(DATA));

        assertThat(settings.api(0).apiListen().port())
                .isEqualTo(settings.ports().firstApi());
        assertThat(settings.api(1).apiListen().port())
                .isEqualTo(settings.ports().secondApi());
        assertThat(settings.api(0).apiNode()).isNotEqualTo(settings.api(1).apiNode());
        assertThat(settings.api(0).apiSecretFile()).isEqualTo(settings.api(1).apiSecretFile());
        assertThat(settings.nodes())
                .extracting(node -> node.getPort())
                .containsExactly(settings.ports().firstApi(), settings.ports().secondApi());
    }

    @Test
    void the_host_has_the_name_that_is_asked_for() {
        var named = new StackOptions(DATA, List.of(), 0, 0, null, "box");

        assertThat(StackSettings.of(named).host("token").name()).isEqualTo("box");
        assertThat(StackSettings.of(StackOptions.in(DATA)).host("token").name()).isNotEqualTo("box");
    }

    private static StackOptions speaking(Map<String, String> flags) {
        if (SettingsLoader.load(DialectSettings.class, Sources.NONE.withFlags(flags))
                instanceof Loaded.Ok<DialectSettings>(var dialects, _)) {
            return new StackOptions(DATA, List.of(), 0, 0, dialects, null);
        }
        throw new AssertionError("refused: " + flags);
    }
}
