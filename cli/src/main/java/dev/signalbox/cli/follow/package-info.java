@NullMarked
package dev.signalbox.cli.follow;

import org.jspecify.annotations.NullMarked;
