package dev.signalbox.bench.figure;

import dev.signalbox.bench.report.Row;
import java.io.IOException;
import java.util.List;

/// One measurement of the table.
public interface Figure {
    /// As `--only` names it.
    String name();

    /// @throws IOException when it could not be measured
    List<Row> measure(Bench bench) throws IOException, InterruptedException;
}
