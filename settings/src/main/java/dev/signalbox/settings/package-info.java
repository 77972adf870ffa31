@NullMarked
package dev.signalbox.settings;

import org.jspecify.annotations.NullMarked;
