package dev.signalbox.processor.carry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.decide.Decision;
import dev.signalbox.processor.row.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParcelTest {
    @Test
    void a_deletion_stays_a_deletion() {
        Map<String, @Nullable Row> rows = new HashMap<>();
        rows.put("default/s/s-1", null);

        assertThat(Parcel.pack(decision(rows)))
                .isInstanceOfSatisfying(
                        Parcel.Packed.class,
                        packed -> assertThat(packed.rows())
                                .singleElement()
                                .satisfies(row -> assertThat(row.value()).isNull()));
    }

    @Test
    void one_row_that_is_too_large_spoils_the_whole() {
        Map<String, @Nullable Row> rows = new HashMap<>();
        rows.put("default/p/a", new Row.Pointer("a"));
        rows.put("default/p/b", new Row.Pointer("b".repeat(Parcel.LIMIT)));

        assertThat(Parcel.pack(decision(rows))).isInstanceOfSatisfying(Parcel.TooLarge.class, excess -> {
            assertThat(excess.what()).isEqualTo("a row");
            assertThat(excess.bytes()).isGreaterThan(Parcel.LIMIT);
        });
    }

    private static Decision decision(Map<String, @Nullable Row> rows) {
        return new Decision("default", rows, List.of(), Map.of(), List.of(), null);
    }
}
