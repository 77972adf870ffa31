package dev.signalbox.host.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import org.junit.jupiter.api.Test;

class ShippedTest {
    @Test
    void of_a_line_of_several_items_those_that_are_missing_are_known() {
        Shipped usage = Shipped.NOTHING.plus(item(1, 100)).plus(item(2, 200));

        assertThat(usage.hasItem(100, 1)).isTrue();
        assertThat(usage.hasItem(200, 0)).isTrue();
        assertThat(usage.hasItem(200, 1)).isFalse();
        assertThat(usage.plus(item(3, 200)).hasItem(200, 1)).isTrue();
    }

    @Test
    void a_record_counts_once() {
        Shipped once = Shipped.NOTHING.plus(item(1, 100)).plus(item(2, 100));

        assertThat(once.plus(item(2, 100))).isEqualTo(once);
        assertThat(once.plus(item(1, 100)).hasItem(100, 2)).isFalse();
    }

    private static OutputRecord item(long seq, long endByte) {
        return new OutputRecord("s-aaaaaaaaaaaaaaaa", seq, Kind.ITEM, Stream.OUT, endByte, 1, new byte[0]);
    }
}
