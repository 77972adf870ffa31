package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.SessionStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacingTest {
    private final DeciderKit kit = new DeciderKit();

    private String place(String id, dev.signalbox.schemas.spec.SessionSpec spec) {
        kit.accept(Specs.start(id, spec));
        return kit.session(id).hostId();
    }

    @Test
    void takes_the_host_with_the_fewest_sessions_for_its_capacity() {
        kit.host("big", 4, "command");
        kit.host("small", 2, "command");
        assertThat(place("s1", Specs.command())).isEqualTo("big");
        assertThat(place("s2", Specs.command())).isEqualTo("small");
        assertThat(place("s3", Specs.command())).isEqualTo("big");
        assertThat(place("s4", Specs.command())).isEqualTo("big");
        assertThat(place("s5", Specs.command())).isEqualTo("small");
        assertThat(place("s6", Specs.command())).isEqualTo("big");
        assertThat(place("s7", Specs.command())).isNull();
    }

    @Test
    void prefers_a_host_whose_base_directory_holds_the_workspace() {
        kit.host("a", 2, "command");
        kit.host("b", 2, "command");
        assertThat(place("s1", Specs.in("/srv/b/repo"))).isEqualTo("b");
        assertThat(place("s2", Specs.in("/srv/b"))).isEqualTo("b");
        assertThat(place("s3", Specs.in("/srv/b"))).isEqualTo("a");
        assertThat(place("s4", Specs.in("/srv/beta"))).isEqualTo("a");
        assertThat(place("s5", Specs.in("/srv/b"))).isNull();
    }

    @Test
    void asks_for_labels_providers_and_terminals() {
        KitHost.joined(kit, "gpu", 2, Map.of("gpu", "yes", "zone", "b"), "codex", "claude")
                .start();
        kit.host("plain", 9, "claude", "command");
        Placement gpu = new Placement(null, Map.of("gpu", "yes"));
        assertThat(place("s1", Specs.session("claude", true, gpu, SilentHostPolicy.KEEP, false)))
                .isEqualTo("gpu");
        Placement none = new Placement(null, Map.of("gpu", "no"));
        assertThat(place("s2", Specs.session("claude", true, none, SilentHostPolicy.KEEP, false)))
                .isNull();
        assertThat(place("s3", Specs.session("codex", true, Placement.ANYWHERE, SilentHostPolicy.KEEP, false)))
                .isNull();
        assertThat(place("s4", Specs.session("codex", false, Placement.ANYWHERE, SilentHostPolicy.KEEP, false)))
                .isEqualTo("gpu");
    }

    @Test
    void keeps_to_the_host_that_is_asked_for() {
        kit.host("a", 1, "command");
        kit.host("b", 9, "command");
        assertThat(place("s1", Specs.on("a"))).isEqualTo("a");
        assertThat(place("s2", Specs.on("a"))).isNull();
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.REQUESTED);
    }
}
