package dev.holdfast.shrink;

/** What the app reads and sends as JSON. Jackson finds its members by reflection. */
final class Trade {
  enum Side {
    BUY,
    SELL
  }

  public String symbol = "";
  public int price;
  public Side side = Side.BUY;

  Trade() {}

  Trade(String symbol, int price, Side side) {
    this.symbol = symbol;
    this.price = price;
    this.side = side;
  }

  @Override
  public String toString() {
    return symbol + "@" + price + "/" + side;
  }
}
