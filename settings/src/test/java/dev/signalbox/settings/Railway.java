package dev.signalbox.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record with a setting of every type, for the tests.
record Railway(
        @Setting(value = "Name of the line.", byDefault = "north", also = "LINE")
        String lineName,

        @Setting(value = "Number of tracks.", byDefault = "2")
        int tracks,

        @Setting(value = "Longest train.", byDefault = "900KiB")
        ByteSize longestTrain,

        @Setting(value = "Between two trains.", byDefault = "250ms")
        Duration headway,

        @Setting(value = "Whether trains run at night.", byDefault = "false")
        boolean atNight,

        @Setting(value = "Kind of signal.", byDefault = "semaphore")
        Signal signal,

        @Setting(value = "Where to ask for the way.", byDefault = "127.0.0.1:9092,[::1]:9093")
        List<HostPort> boxes,

        @Setting("Where the register is kept.") @Nullable Path register,
        @Setting("Who to call.") @Nullable URI callee,
        @Setting("Speed limit.") @Nullable Integer limit,
        @Setting("Opens the gate.") @Nullable Secret key,
        Depot depot,
        @Inlined Staff staff) {
    Railway {
        if (tracks < 1) {
            throw new IllegalArgumentException("tracks: a line has at least 1, not " + tracks);
        }
    }

    enum Signal {
        SEMAPHORE,
        COLOUR_LIGHT
    }

    record Depot(
            @Setting("Town of the depot.") String town,
            @Setting(value = "Doors.", byDefault = "4") long doors) {}

    record Staff(
            @Setting(value = "Signalmen on duty.", byDefault = "2")
            int signalmen) {}
}
