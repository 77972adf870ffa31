/// Durable records of dialects: what an API node must not keep to itself.
@NullMarked
package dev.signalbox.api.core.document;

import org.jspecify.annotations.NullMarked;
