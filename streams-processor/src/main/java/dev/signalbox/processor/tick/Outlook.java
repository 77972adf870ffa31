package dev.signalbox.processor.tick;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What rows expect of time.
///
/// @param hosts whether leases run
/// @param dueIn milliseconds until the next timer or lease is over, 0 when one waits already, [#NEVER] without any
public record Outlook(boolean hosts, long dueIn) {
    public static final long NEVER = Long.MAX_VALUE;
    public static final Outlook NOTHING = new Outlook(false, NEVER);

    /// Of all rows of a partition, at a clock.
    public static Outlook of(Tables tables, Row.Clock clock) {
        Outlook outlook = NOTHING;
        for (Row.ClockKind kind : Row.ClockKind.values()) {
            for (Map.Entry<String, Row> first : tables.scan(Keys.timers(kind))) {
                outlook = outlook.and(first.getValue(), clock);
                break;
            }
        }
        for (Row.Lease first : tables.leases()) {
            outlook = outlook.and(first, clock);
            break;
        }
        return outlook;
    }

    /// Of some rows, at a clock; null rows are deleted ones.
    public static Outlook of(Collection<? extends @Nullable Row> rows, Row.Clock clock) {
        Outlook outlook = NOTHING;
        for (Row row : rows) {
            outlook = row == null ? outlook : outlook.and(row, clock);
        }
        return outlook;
    }

    private Outlook and(Row row, Row.Clock clock) {
        return new Outlook(hosts || row instanceof Row.Lease, Math.min(dueIn, in(row, clock)));
    }

    private static boolean forEver(Row.Timer timer, Row.Clock clock) {
        return switch (timer.clock()) {
            case WALL, LEASE -> false;
            case KEPT_SESSIONS, KEPT_TASKS -> clock.keep() == null;
            case KEPT_HOSTS -> clock.keep() == null || clock.keep().hosts() == null;
        };
    }

    private static long in(Row row, Row.Clock clock) {
        return switch (row) {
            case Row.Timer timer ->
                forEver(timer, clock) ? NEVER : Math.max(0, timer.due() - clock.millis(timer.clock()));
            case Row.Lease lease -> Math.max(0, lease.expires() - clock.lease());
            case Row.EntityRow _, Row.Counter _, Row.HostLink _, Row.Secrets _, Row.Pointer _, Row.Clock _ -> NEVER;
        };
    }
}
