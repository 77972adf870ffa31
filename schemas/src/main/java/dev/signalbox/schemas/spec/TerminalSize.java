package dev.signalbox.schemas.spec;

import dev.signalbox.schemas.error.Check;

/// Columns and rows of a terminal, 1 to 1000 each.
public record TerminalSize(int columns, int rows) {
    public static final TerminalSize DEFAULT = new TerminalSize(120, 40);

    public TerminalSize {
        Check.between("columns", columns, 1, 1000);
        Check.between("rows", rows, 1, 1000);
    }
}
