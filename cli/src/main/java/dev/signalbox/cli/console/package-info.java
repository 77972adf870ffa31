@NullMarked
package dev.signalbox.cli.console;

import org.jspecify.annotations.NullMarked;
