package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void one_session_on_a_host() {
        host = kit.host("h1", 2, "command");
        kit.accept(Specs.start("s", Specs.command()));
    }

    @Test
    void asks_the_host_and_keeps_what_it_tells() {
        host.runs("s");

        kit.accept(new Command.MeasureSession("s"));
        assertThat(kit.directives()).containsExactly(new Directive.Measure("s", 1));
        assertThat(kit.events()).isEmpty();
        host.tell(new Report.SessionMeasured("s", 1, 4096, 12.5, 3));

        assertThat(kit.events()).containsExactly(new Event.SessionMeasured(4096, 12.5, 3));
        assertThat(kit.session("s").measured()).isEqualTo(new Session.Measured(kit.now(), 4096, 12.5, 3));
    }

    @Test
    void does_not_ask_again_for_what_was_just_told() {
        host.runs("s");
        host.tell(new Report.SessionMeasured("s", 1, 4096, 12.5, 3));
        kit.wait(Session.Measured.FRESH.minusMillis(1));
        kit.accept(new Command.MeasureSession("s"));
        assertThat(kit.directives()).isEmpty();
        kit.wait(Duration.ofMillis(1));
        kit.accept(new Command.MeasureSession("s"));
        assertThat(kit.directives()).hasSize(1);
    }

    @Test
    void refuses_where_there_is_no_process_to_measure() {
        kit.refuse(ErrorCode.SESSION_NOT_FOUND, new Command.MeasureSession("none"));
        kit.refuse(ErrorCode.UNAVAILABLE, new Command.MeasureSession("s"));
        host.runs("s");
        kit.pass(Host.LEASE.plusSeconds(5));
        kit.refuse(ErrorCode.UNAVAILABLE, new Command.MeasureSession("s"));
        host.exits("s", 0);
        kit.refuse(ErrorCode.SESSION_ENDED, new Command.MeasureSession("s"));
    }

    @Test
    void does_not_believe_another_host_or_launch_or_what_comes_after_the_end() {
        KitHost other = kit.host("h2", 2, "command");
        host.runs("s");
        other.tell(new Report.SessionMeasured("s", 1, 1, 1, 1));
        host.tell(new Report.SessionMeasured("s", 2, 1, 1, 1));
        assertThat(kit.events()).isEmpty();
        host.exits("s", 0);
        host.tell(new Report.SessionMeasured("s", 1, 1, 1, 1));
        assertThat(kit.events()).isEmpty();
    }
}
