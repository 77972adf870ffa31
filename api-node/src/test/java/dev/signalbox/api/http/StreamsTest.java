package dev.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamsTest {
    private final Streams streams = new Streams(2);
    private final Principal ann = who("ann", "blue");

    @AfterEach
    void end() {
        streams.close();
    }

    private static Principal who(String subject, String namespace) {
        return new Principal(subject, namespace, Principal.PERSON, null, null);
    }

    private void refused(Runnable admission, ErrorCode why) {
        assertThatThrownBy(admission::run)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(why));
    }

    @Test
    void a_subject_has_so_many_at_once_and_one_more_when_one_has_ended() {
        var _ = streams.admit(ann);
        Streams.Permit second = streams.admit(ann);
        refused(() -> streams.admit(ann), ErrorCode.RATE_LIMITED);

        second.close();

        streams.check(ann);
        var _ = streams.admit(ann);
        refused(() -> streams.check(ann), ErrorCode.RATE_LIMITED);
    }

    @Test
    void another_one_and_one_of_that_name_elsewhere_have_their_own() {
        var _ = streams.admit(ann);
        var _ = streams.admit(ann);

        var _ = streams.admit(who("ben", "blue"));
        var _ = streams.admit(who("ann", "green"));
    }

    @Test
    void who_is_not_known_yet_is_counted_by_place_whatever_the_port() {
        var _ = streams.admitUnknown(new InetSocketAddress("127.0.0.1", 1001));
        var _ = streams.admitUnknown(new InetSocketAddress("127.0.0.1", 1002));

        refused(() -> streams.admitUnknown(new InetSocketAddress("127.0.0.1", 1003)), ErrorCode.RATE_LIMITED);
        var _ = streams.admitUnknown(new InetSocketAddress("127.0.0.2", 1001));
    }

    @Test
    void none_is_admitted_any_more_when_the_node_stops() {
        streams.stop();

        refused(() -> streams.admit(ann), ErrorCode.UNAVAILABLE);
    }
}
