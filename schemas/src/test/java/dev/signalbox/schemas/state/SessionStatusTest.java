package dev.signalbox.schemas.state;

import static dev.signalbox.schemas.state.SessionStatus.ENDED;
import static dev.signalbox.schemas.state.SessionStatus.FAILED_TO_START;
import static dev.signalbox.schemas.state.SessionStatus.LOST;
import static dev.signalbox.schemas.state.SessionStatus.PLACED;
import static dev.signalbox.schemas.state.SessionStatus.REQUESTED;
import static dev.signalbox.schemas.state.SessionStatus.RUNNING;
import static dev.signalbox.schemas.state.SessionStatus.STARTING;
import static dev.signalbox.schemas.state.SessionStatus.STOPPING;
import static dev.signalbox.schemas.state.SessionStatus.SUSPENDED;
import static dev.signalbox.schemas.state.SessionStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionStatusTest {
    private static final Map<SessionStatus, Set<SessionStatus>> FOLLOWERS = Map.of(
            REQUESTED, EnumSet.of(PLACED, FAILED_TO_START, ENDED),
            PLACED, EnumSet.of(STARTING, RUNNING, STOPPING, ENDED, FAILED_TO_START, UNKNOWN, LOST),
            STARTING, EnumSet.of(RUNNING, STOPPING, ENDED, SUSPENDED, FAILED_TO_START, UNKNOWN, LOST),
            RUNNING, EnumSet.of(STOPPING, ENDED, SUSPENDED, UNKNOWN, LOST),
            STOPPING, EnumSet.of(ENDED, SUSPENDED, FAILED_TO_START, UNKNOWN, LOST),
            UNKNOWN, EnumSet.of(PLACED, STARTING, RUNNING, STOPPING, ENDED, SUSPENDED, FAILED_TO_START, LOST),
            ENDED, Set.of(),
            SUSPENDED, Set.of(),
            FAILED_TO_START, Set.of(),
            LOST, Set.of());

    @ParameterizedTest
    @EnumSource
    void only_the_transitions_of_the_table_are_allowed(SessionStatus status) {
        assertThat(Arrays.stream(SessionStatus.values()).filter(status::canBecome))
                .containsExactlyInAnyOrderElementsOf(FOLLOWERS.get(status));
    }

    @ParameterizedTest
    @EnumSource
    void terminal_is_what_nothing_can_follow(SessionStatus status) {
        assertThat(status.terminal()).isEqualTo(FOLLOWERS.get(status).isEmpty());
    }
}
