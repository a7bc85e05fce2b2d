package io.tidemill.generate;

import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;

/// The columns of NEXMark's three kinds of events, named as nexmark-flink names them.
final class NexmarkSchemas {
    static final StructType PERSON =
            new StructType()
                    .add("id", DataTypes.LongType)
                    .add("name", DataTypes.StringType)
                    .add("emailAddress", DataTypes.StringType)
                    .add("creditCard", DataTypes.StringType)
                    .add("city", DataTypes.StringType)
                    .add("state", DataTypes.StringType)
                    .add("dateTime", DataTypes.TimestampType)
                    .add("extra", DataTypes.StringType);

    static final StructType AUCTION =
            new StructType()
                    .add("id", DataTypes.LongType)
                    .add("itemName", DataTypes.StringType)
                    .add("description", DataTypes.StringType)
                    .add("initialBid", DataTypes.LongType)
                    .add("reserve", DataTypes.LongType)
                    .add("dateTime", DataTypes.TimestampType)
                    .add("expires", DataTypes.TimestampType)
                    .add("seller", DataTypes.LongType)
                    .add("category", DataTypes.LongType)
                    .add("extra", DataTypes.StringType);

    static final StructType BID =
            new StructType()
                    .add("auction", DataTypes.LongType)
                    .add("bidder", DataTypes.LongType)
                    .add("price", DataTypes.LongType)
                    .add("channel", DataTypes.StringType)
                    .add("url", DataTypes.StringType)
                    .add("dateTime", DataTypes.TimestampType)
                    .add("extra", DataTypes.StringType);

    /// One struct is there, the other two are NULL; `event_type` says which: 0, 1 or 2.
    static final StructType ALL =
            new StructType()
                    .add("event_type", DataTypes.IntegerType)
                    .add("person", PERSON)
                    .add("auction", AUCTION)
                    .add("bid", BID)
                    .add("dateTime", DataTypes.TimestampType);

    private NexmarkSchemas() {}

    static StructType of(NexmarkOptions.Kind kind) {
        return switch (kind) {
            case ALL -> ALL;
            case PERSON -> PERSON;
            case AUCTION -> AUCTION;
            case BID -> BID;
        };
    }
}
