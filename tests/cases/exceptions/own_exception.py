# call: f([5, 1, 7])
class Shortage(Exception):
    pass


def take(stock, amount):
    if stock < amount:
        raise Shortage('too little')
    return stock - amount


def f(orders):
    stock = 8
    refused = []
    for order in orders:
        try:
            stock = take(stock, order)
        except Shortage:
            refused.append(order)
    return stock, refused
