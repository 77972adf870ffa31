@NullMarked
package dev.signalbox.schemas.outcome;

import org.jspecify.annotations.NullMarked;
