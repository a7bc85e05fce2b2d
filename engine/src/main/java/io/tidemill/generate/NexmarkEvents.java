package io.tidemill.generate;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Writes one event into a row of the columns of its kind; columns that nobody asked for are left
/// out, and what is drawn for the others does not depend on that.
final class NexmarkEvents {
    private static final int PERSON_SIZE = 200;
    private static final int AUCTION_SIZE = 500;
    private static final int BID_SIZE = 100;

    private final NexmarkModel model;
    private final Draw draw;
    private final Draw pages;
    private final NexmarkText text = new NexmarkText();

    NexmarkEvents(NexmarkOptions options) {
        model = new NexmarkModel(options.startTimestamp(), options.gapMicros());
        draw = new Draw(options.seed());
        pages = new Draw(options.seed());
    }

    long timeMicros(long event) {
        return model.timeMicros(event);
    }

    /// @param columns by their index in the schema of the kind; null when nobody asked for it
    void person(long event, int row, IntFunction<@Nullable Column> columns) {
        set(columns.apply(0), row, NexmarkModel.lastPerson(event));
        if (columns.apply(1) instanceof BytesColumn name) {
            text.name(name, row, draw.at(event, 1));
        }
        if (columns.apply(2) instanceof BytesColumn email) {
            text.email(email, row, draw.at(event, 2));
        }
        if (columns.apply(3) instanceof BytesColumn card) {
            text.creditCard(card, row, draw.at(event, 3));
        }
        if (columns.apply(4) instanceof BytesColumn city) {
            text.city(city, row, draw.at(event, 4));
        }
        if (columns.apply(5) instanceof BytesColumn state) {
            text.state(state, row, draw.at(event, 5));
        }
        set(columns.apply(6), row, model.timeMicros(event));
        if (columns.apply(7) instanceof BytesColumn extra) {
            text.extra(extra, row, draw.at(event, 7), 70, PERSON_SIZE);
        }
    }

    /// @param columns by their index in the schema of the kind; null when nobody asked for it
    void auction(long event, int row, IntFunction<@Nullable Column> columns) {
        set(columns.apply(0), row, NexmarkModel.lastAuction(event));
        if (columns.apply(1) instanceof BytesColumn name) {
            text.text(name, row, draw.at(event, 1), 20);
        }
        if (columns.apply(2) instanceof BytesColumn description) {
            text.text(description, row, draw.at(event, 2), 100);
        }
        long initialBid = NexmarkModel.price(draw.at(event, 3));
        set(columns.apply(3), row, initialBid);
        if (columns.apply(4) instanceof LongColumn reserve) {
            reserve.setLong(row, initialBid + NexmarkModel.price(draw.at(event, 4)));
        }
        set(columns.apply(5), row, model.timeMicros(event));
        if (columns.apply(6) instanceof LongColumn expires) {
            expires.setLong(row, model.expiresMicros(event, draw.at(event, 6)));
        }
        if (columns.apply(7) instanceof LongColumn seller) {
            seller.setLong(row, NexmarkModel.seller(event, draw.at(event, 7)));
        }
        if (columns.apply(8) instanceof LongColumn category) {
            category.setLong(row, NexmarkModel.FIRST_CATEGORY + draw.at(event, 8).below(5));
        }
        if (columns.apply(9) instanceof BytesColumn extra) {
            text.extra(extra, row, draw.at(event, 9), 110, AUCTION_SIZE);
        }
    }

    /// @param columns by their index in the schema of the kind; null when nobody asked for it
    void bid(long event, int row, IntFunction<@Nullable Column> columns) {
        if (columns.apply(0) instanceof LongColumn auction) {
            auction.setLong(row, NexmarkModel.bidAuction(event, draw.at(event, 0)));
        }
        if (columns.apply(1) instanceof LongColumn bidder) {
            bidder.setLong(row, NexmarkModel.bidder(event, draw.at(event, 1)));
        }
        if (columns.apply(2) instanceof LongColumn price) {
            price.setLong(row, NexmarkModel.price(draw.at(event, 2)));
        }
        int channel = NexmarkText.channel(draw.at(event, 3));
        if (columns.apply(3) instanceof BytesColumn name) {
            text.channelName(name, row, channel);
        }
        if (columns.apply(4) instanceof BytesColumn url) {
            text.url(url, row, channel, pages);
        }
        set(columns.apply(5), row, model.timeMicros(event));
        if (columns.apply(6) instanceof BytesColumn extra) {
            text.extra(extra, row, draw.at(event, 6), 32, BID_SIZE);
        }
    }

    private static void set(@Nullable Column column, int row, long value) {
        if (column instanceof LongColumn longs) {
            longs.setLong(row, value);
        }
    }
}
