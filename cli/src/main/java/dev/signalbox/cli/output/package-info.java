@NullMarked
package dev.signalbox.cli.output;

import org.jspecify.annotations.NullMarked;
