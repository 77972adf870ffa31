@NullMarked
package dev.signalbox.cli.attach;

import org.jspecify.annotations.NullMarked;
