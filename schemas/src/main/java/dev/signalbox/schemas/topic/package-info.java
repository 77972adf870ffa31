@NullMarked
package dev.signalbox.schemas.topic;

import org.jspecify.annotations.NullMarked;
