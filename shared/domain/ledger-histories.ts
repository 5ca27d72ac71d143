/**
 * For tests: histories with what they must lead to, worked out by hand or with rational numbers
 * elsewhere. A title, the script, and after the price that values the end one line for each position,
 * oldest first; a fraction says that the decimals never end.
 */
const TEXT = `
golden: long 1 at 44000.00, price 45000.50
buy 1 @ 44000.00
45000.50 => long 1 at 44000, realized 0, pnl 1000.5, net 1000.5

short 1 at 44000.00, price 45000.50
sell 1 @ 44000.00
45000.50 => short 1 at 44000, realized 0, pnl -1000.5, net -1000.5

long at its entry
buy 0.5 @ 100
100 => long 0.5 at 100, realized 0, pnl 0, net 0

a long below its entry
buy 3 @ 0.00001234
0.00001000 => long 3 at 0.00001234, realized 0, pnl -0.00000702, net -0.00000702

a short far below its entry
sell 1000000 @ 0.00001234
0.00000001 => short 1000000 at 0.00001234, realized 0, pnl 12.33, net 12.33

a tiny long
buy 0.000000000001 @ 1000000000000
999999999999.99 => long 0.000000000001 at 1000000000000, realized 0, pnl -0.00000000000001, net -0.00000000000001

a huge long of a tiny coin
buy 1000000000000 @ 0.000000000001
0.000000000002 => long 1000000000000 at 0.000000000001, realized 0, pnl 1, net 1

two adds at even weights
buy 1 @ 100; buy 1 @ 110
120 => long 2 at 105, realized 0, pnl 30, net 30

adds whose average has no end
buy 1 @ 100; buy 2 @ 101
120 => long 3 at 302/3, realized 0, pnl 58, net 58

a short averaged up
sell 1 @ 100; sell 3 @ 107
90 => short 4 at 105.25, realized 0, pnl 61, net 61

ten small adds
buy 0.1 @ 10; buy 0.1 @ 11; buy 0.1 @ 12; buy 0.1 @ 13; buy 0.1 @ 14; buy 0.1 @ 15; buy 0.1 @ 16; buy 0.1 @ 17; buy 0.1 @ 18; buy 0.1 @ 19.01
20 => long 1 at 14.501, realized 0, pnl 5.499, net 5.499

an add in dust
buy 5 @ 20000; buy 0.00000001 @ 19000
21000 => long 5.00000001 at 10000000019000/500000001, realized 0, pnl 5000.00002, net 5000.00002

half closed with profit
buy 2 @ 100; sell 1 @ 130
120 => long 1 at 100, realized 30, pnl 20, net 50

half closed with loss
buy 2 @ 100; sell 1 @ 70
90 => long 1 at 100, realized -30, pnl -10, net -40

a short half closed with profit
sell 2 @ 100; buy 1 @ 70
80 => short 1 at 100, realized 30, pnl 20, net 50

a short half closed with loss
sell 2 @ 100; buy 1 @ 130
120 => short 1 at 100, realized -30, pnl -20, net -50

a third closed of an endless average
buy 1 @ 100; buy 2 @ 101; sell 1 @ 103
104 => long 2 at 302/3, realized 7/3, pnl 20/3, net 9

partial exits in three steps
buy 3 @ 10; sell 1 @ 11; sell 1 @ 12; sell 0.5 @ 9
10.5 => long 0.5 at 10, realized 2.5, pnl 0.25, net 2.75

an exit in dust
buy 1 @ 30000; sell 0.00000001 @ 31000
30500 => long 0.99999999 at 30000, realized 0.00001, pnl 499.999995, net 500.000005

an exit leaves dust
buy 1 @ 30000; sell 0.99999999 @ 31000
30500 => long 0.00000001 at 30000, realized 999.99999, pnl 0.000005, net 999.999995

added again after an exit
buy 3 @ 100; sell 1 @ 110; buy 2 @ 90
95 => long 4 at 95, realized 10, pnl 0, net 10

three rounds of add and exit
buy 3 @ 100; sell 1 @ 110; buy 2 @ 91; sell 3 @ 99; buy 5 @ 93; sell 1 @ 97
95 => long 5 at 1121/12, realized 289/12, pnl 95/12, net 32

a short averaged after an exit
sell 7 @ 100; buy 3 @ 93; sell 2 @ 107; buy 1 @ 99
101 => short 5 at 307/3, realized 73/3, pnl 20/3, net 31

an exit never moves the average of the rest
buy 1 @ 100; buy 2 @ 101; sell 2 @ 500
100 => long 1 at 302/3, realized 2396/3, pnl -2/3, net 798

closed in one
buy 1 @ 100; sell 1 @ 110
999 => long closed, realized 10, net 10

closed in three
buy 1 @ 100; sell 0.3 @ 110; sell 0.3 @ 120; sell 0.4 @ 90
999 => long closed, realized 5, net 5

a short closed with loss
sell 2 @ 50; buy 2 @ 51.25
999 => short closed, realized -2.5, net -2.5

closed at no profit at all
buy 7 @ 3; sell 7 @ 3
999 => long closed, realized 0, net 0

an endless average closed to the cent
buy 1 @ 100; buy 2 @ 101; sell 1.5 @ 103; sell 1.5 @ 99
999 => long closed, realized 1, net 1

a long flipped to a short
buy 1 @ 100; sell 3 @ 110
105 => long closed, realized 10, net 10 | short 2 at 110, realized 0, pnl 10, net 10

a short flipped to a long
sell 1 @ 100; buy 3 @ 90
95 => short closed, realized 10, net 10 | long 2 at 90, realized 0, pnl 10, net 10

flipped through zero with a fee in two parts
buy 1 @ 100; sell 3 @ 110 fee 0.1 USDT
105 => long closed, realized 10, net 299/30 | short 2 at 110, realized 0, pnl 10, net 149/15

flipped twice
buy 1 @ 100; sell 2 @ 110; buy 3 @ 105
107 => long closed, realized 10, net 10 | short closed, realized 5, net 5 | long 2 at 105, realized 0, pnl 4, net 4

flipped after averaging
buy 1 @ 100; buy 2 @ 101; sell 5 @ 99
98 => long closed, realized -5, net -5 | short 2 at 99, realized 0, pnl 2, net 2

flipped with a fee in BNB
sell 2 @ 100; buy 5 @ 97 fee 0.01 BNB at 300
96 => short closed, realized 6, net 4.8 | long 3 at 97, realized 0, pnl -3, net -4.8

re-opened after a loss
buy 1 @ 100; sell 1 @ 10; buy 1 @ 20
22 => long closed, realized -90, net -90 | long 1 at 20, realized 0, pnl 2, net 2

re-opened on the other side
buy 1 @ 100; sell 1 @ 110; sell 1 @ 120
115 => long closed, realized 10, net 10 | short 1 at 120, realized 0, pnl 5, net 5

two round trips with fees, then open
buy 1 @ 100 fee 0.1 USDT; sell 1 @ 90 fee 0.09 USDT; buy 1 @ 95 fee 0.1 USDT; sell 1 @ 99 fee 0.1 USDT; buy 2 @ 98 fee 0.2 USDT
100 => long closed, realized -10, net -10.19 | long closed, realized 4, net 3.8 | long 2 at 98, realized 0, pnl 4, net 3.8

funding of the first life stays with it
buy 1 @ 100; fund -5 USDT; sell 1 @ 110; buy 1 @ 120; fund 0.5 USDT
121 => long closed, realized 10, net 5 | long 1 at 120, realized 0, pnl 1, net 1.5

a fee in the quote asset
buy 1 @ 100 fee 0.1 USDT
110 => long 1 at 100, realized 0, pnl 10, net 9.9

fees on both ways
buy 1 @ 100 fee 0.1 USDT; sell 1 @ 110 fee 0.11 USDT
999 => long closed, realized 10, net 9.79

a fee in the base asset
buy 1 @ 100 fee 0.001 BTC
110 => long 1 at 100, realized 0, pnl 10, net 9.9

a fee in the base asset out of what was bought
buy 1 @ 100 fee 0.001 BTC taken
110 => long 0.999 at 100, realized 0, pnl 9.99, net 9.89

sold all that the fee had left
buy 1 @ 100 fee 0.001 BTC taken; sell 0.999 @ 110 fee 0.1 USDT
999 => long closed, realized 9.99, net 9.79

a fee in BNB at its price of then
buy 1 @ 100 fee 0.0003 BNB at 310.55
110 => long 1 at 100, realized 0, pnl 10, net 9.906835

fees in BNB at two prices
buy 1 @ 100 fee 0.0003 BNB at 310; sell 1 @ 105 fee 0.0004 BNB at 290
999 => long closed, realized 5, net 4.791

a fee in BNB that nobody can value
buy 1 @ 100 fee 0.0003 BNB; sell 1 @ 105 fee 0.1 USDT
999 => long closed, realized 5, net 4.9

a rebate
buy 1 @ 100 fee -0.02 USDT; sell 1 @ 101 fee 0.04 USDT
999 => long closed, realized 1, net 0.98

fees in three assets
buy 1 @ 100 fee 0.1 USDT; buy 1 @ 102 fee 0.001 BTC; sell 1 @ 103 fee 0.0003 BNB at 300
104 => long 1 at 101, realized 2, pnl 3, net 4.708

a fee bigger than the profit
buy 1 @ 100 fee 1 USDT; sell 1 @ 101 fee 1.5 USDT
999 => long closed, realized 1, net -1.5

funding paid
buy 1 @ 100; fund -0.3 USDT
110 => long 1 at 100, realized 0, pnl 10, net 9.7

funding received by a short
sell 1 @ 100; fund 0.25 USDT; fund 0.1 USDT
99 => short 1 at 100, realized 0, pnl 1, net 1.35

funding over partial exits is counted once
buy 4 @ 100; fund -1 USDT; sell 1 @ 110; fund -0.75 USDT; sell 1 @ 112; fund -0.5 USDT
111 => long 2 at 100, realized 22, pnl 22, net 41.75

exit with profit after funding over three partial exits
buy 3 @ 100; fund -0.5 USDT; sell 1 @ 103; fund -0.3 USDT; sell 1 @ 102.8; fund -0.2 USDT; sell 1 @ 102.04
999 => long closed, realized 7.84, net 6.84

funding and fees survive an exit
sell 2 @ 100 fee 0.2 USDT; fund 0.4 USDT; buy 1 @ 95 fee 0.1 USDT; buy 1 @ 90 fee 0.09 USDT
999 => short closed, realized 15, net 15.01

funding in another asset at its price
buy 1 @ 100; fund -0.001 BNB at 300
101 => long 1 at 100, realized 0, pnl 1, net 0.7

liquidated
buy 1 @ 50000 fee 25 USDT; fund -12.5 USDT; sell 1 @ 45225.5 fee 226.1275 USDT
999 => long closed, realized -4774.5, net -5038.1275

a short liquidated after a partial exit
sell 2 @ 100; buy 0.5 @ 95; buy 1.5 @ 109.2 fee 1.6 USDT
999 => short closed, realized -11.3, net -12.9

held long: averaged down through a bear market
buy 0.1 @ 69000; buy 0.1 @ 58000; buy 0.15 @ 47000; buy 0.2 @ 38000; buy 0.3 @ 29000; buy 0.5 @ 20000; buy 1 @ 16500; sell 0.7 @ 31000; buy 0.2 @ 26000; sell 1 @ 64000
97000.10 => long 0.85 at 46171000/1739, realized 70460400/1739, pnl 20827069563/347800, net 100400.085

held long: monthly savings with exits of odd sizes
buy 0.013 @ 7421.37; buy 0.011 @ 9134.02; buy 0.017 @ 6402.99; sell 0.007 @ 9991.1; buy 0.019 @ 10755.63; buy 0.003 @ 11801.17; sell 0.031 @ 13780.99; buy 0.023 @ 19103.4; sell 0.011 @ 33892.71
41234.56 => long 0.037 at 1081785193/78720, realized 154876754081/393600000, pnl 400376883487/393600000, net 1410.70538

a coin renamed one to one
buy 10 @ 0.9; split 1; sell 5 @ 1.1
1 => long 5 at 0.9, realized 1, pnl 0.5, net 1.5

a coin in a new denomination
buy 1000000 @ 0.00002; split 0.001; sell 250 @ 0.03
0.025 => long 750 at 0.02, realized 2.5, pnl 3.75, net 6.25

a contract settled at delisting
sell 3 @ 12.5 fee 0.01 USDT; fund 0.02 USDT; buy 3 @ 11.75
999 => short closed, realized 2.25, net 2.26

three odd quantities and an odd exit
buy 0.7 @ 13.37; buy 0.11 @ 17.19; buy 0.013 @ 23.29; sell 0.31 @ 19.31
18.18 => long 0.513 at 1155267/82300, realized 6726163/4115000, pnl 174905811/82300000, net 3.75977

a short in odd sizes
sell 0.7 @ 13.37; sell 0.11 @ 17.19; buy 0.31 @ 11.31; sell 0.017 @ 10.01; buy 0.2 @ 12
9.99 => short 0.317 at 57627877/4187700, realized 120570379/104692500, pnl 2503151509/2093850000, net 2.34714

everything at once
buy 1 @ 100 fee 0.001 BTC taken; fund -0.2 USDT; buy 0.5 @ 96 fee 0.0002 BNB at 301; sell 0.4 @ 105 fee 0.04 USDT; fund -0.1 USDT; sell 2 @ 103 fee 0.2 USDT; fund 0.05 USDT
101 => long closed, realized 7.297, net 6.6869 | short 0.901 at 103, realized 0, pnl 1.802, net 1.7619
`;

/** For tests: the histories, each ready for `test.each`. */
export const LEDGER_HISTORIES = TEXT.trim()
  .split('\n\n')
  .map((block) => {
    const [title = '', script = '', result = ''] = block.split('\n');
    const [price = '', positions = ''] = result.split(' => ');
    return { title, script, price, positions: positions.split(' | ') };
  });
