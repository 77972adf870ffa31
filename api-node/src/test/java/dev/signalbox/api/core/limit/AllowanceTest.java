package dev.signalbox.api.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final Allowance allowance = new Allowance(() -> now, 2);

    private static Principal who(String subject, String namespace) {
        return new Principal(subject, namespace, Principal.PERSON, null, null);
    }

    @Test
    void a_subject_of_a_namespace_has_so_many_commands_in_any_minute() {
        Principal ann = who("ann", "blue");
        allowance.take(ann);
        allowance.take(ann);
        assertThat(allowance.left(ann).remaining()).isZero();
        assertThatThrownBy(() -> allowance.take(ann))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.RATE_LIMITED));

        now = now.plusSeconds(60);
        allowance.take(ann);
    }

    @Test
    void another_one_and_one_of_that_name_elsewhere_have_their_own() {
        allowance.take(who("ann", "blue"));
        allowance.take(who("ann", "blue"));

        allowance.take(who("ben", "blue"));
        allowance.take(who("ann", "green"));

        assertThat(allowance.left(who("ben", "blue")).remaining()).isOne();
        assertThat(allowance.left(who("ann", "green")).remaining()).isOne();
    }
}
