/// The native API; its contract is openapi.yaml.
@NullMarked
package dev.signalbox.api.dialect.v1;

import org.jspecify.annotations.NullMarked;
