package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Row;

/// Something whose time has come.
public sealed interface Due {
    String namespace();

    record TimerOver(Row.Timer timer) implements Due {
        @Override
        public String namespace() {
            return timer.namespace();
        }
    }

    record LeaseOver(Row.Lease lease) implements Due {
        @Override
        public String namespace() {
            return lease.namespace();
        }
    }
}
