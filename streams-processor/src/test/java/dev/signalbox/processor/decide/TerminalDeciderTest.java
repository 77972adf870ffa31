package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.TerminalSize;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalDeciderTest {
    private static final TerminalSize WIDE = new TerminalSize(200, 50);

    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void one_session_in_a_terminal_and_one_without() {
        host = kit.host("h", 2, "claude", "command");
        kit.accept(Specs.start("s", Specs.terminal()));
        kit.accept(Specs.start("c", Specs.command()));
        host.runs("s");
        host.runs("c");
    }

    private static Command acquire(String holder, boolean takeover) {
        return new Command.AcquireWriter("s", holder, takeover);
    }

    @Test
    void is_resized() {
        kit.accept(new Command.ResizeSession("s", WIDE));
        assertThat(kit.events()).containsExactly(new Event.SessionResized(WIDE));
        assertThat(kit.directives()).containsExactly(new Directive.Resize("s", WIDE));
        assertThat(kit.session("s").terminal()).isEqualTo(WIDE);
        kit.accept(new Command.ResizeSession("s", WIDE));
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void is_resized_while_the_session_waits_for_a_host() {
        kit.accept(Specs.start("later", Specs.terminal()));
        kit.accept(new Command.ResizeSession("later", WIDE));
        assertThat(kit.directives()).isEmpty();
        host.exits("c", 0);
        assertThat(kit.directives()).hasSize(2).element(1).isEqualTo(new Directive.Resize("later", WIDE));
    }

    @Test
    void its_keyboard_has_one_holder_and_each_grant_a_newer_epoch() {
        long first = kit.accept(acquire("tab-1", false)).number();
        assertThat(kit.directives()).containsExactly(new Directive.GrantWriter("s", first));
        assertThat(kit.session("s").writer().holder()).isEqualTo("tab-1");
        assertThat(kit.session("s").writer().principal()).isEqualTo("ada");
        assertThat(kit.refuse(ErrorCode.WRITER_HELD, acquire("tab-2", false)).message())
                .contains("ada");
        long again = kit.accept(acquire("tab-1", false)).number();
        long taken = kit.accept(acquire("tab-2", true)).number();
        assertThat(List.of(first, again, taken)).isSorted().doesNotHaveDuplicates();
        assertThat(kit.session("s").writer().epoch()).isEqualTo(taken);
    }

    @Test
    void its_keyboard_is_given_back_by_its_holder_only() {
        kit.accept(acquire("tab-1", false));
        kit.accept(new Command.ReleaseWriter("s", "tab-2"));
        assertThat(kit.events()).isEmpty();
        kit.accept(new Command.ReleaseWriter("s", "tab-1"));
        assertThat(kit.events()).containsExactly(new Event.WriterReleased());
        kit.accept(new Command.ReleaseWriter("s", "tab-1"));
        assertThat(kit.events()).isEmpty();
        kit.accept(acquire("tab-2", false));
    }

    @Test
    void its_keyboard_is_free_when_the_session_is_over() {
        kit.accept(acquire("tab-1", false));
        host.exits("s", 0);
        assertThat(kit.session("s").writer()).isNull();
        kit.refuse(ErrorCode.SESSION_ENDED, acquire("tab-2", false));
        kit.refuse(ErrorCode.SESSION_ENDED, new Command.ResizeSession("s", WIDE));
        kit.accept(new Command.ReleaseWriter("s", "tab-1"));
    }

    @Test
    void is_refused_for_a_session_without_a_terminal_or_a_host() {
        kit.refuse(ErrorCode.NOT_INTERACTIVE, new Command.AcquireWriter("c", "tab", false));
        kit.refuse(ErrorCode.NOT_INTERACTIVE, new Command.ResizeSession("c", WIDE));
        kit.refuse(ErrorCode.SESSION_NOT_FOUND, new Command.AcquireWriter("x", "tab", false));
        kit.refuse(ErrorCode.SESSION_NOT_FOUND, new Command.ReleaseWriter("x", "tab"));
        kit.refuse(ErrorCode.SESSION_NOT_FOUND, new Command.ResizeSession("x", WIDE));
        kit.accept(Specs.start("later", Specs.terminal()));
        kit.refuse(ErrorCode.UNAVAILABLE, new Command.AcquireWriter("later", "tab", false));
    }
}
