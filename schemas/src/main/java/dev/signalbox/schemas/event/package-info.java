@NullMarked
package dev.signalbox.schemas.event;

import org.jspecify.annotations.NullMarked;
