# call: f({"nut": 4, "bolt": 1}, [("nut", 3), ("bolt", 2), ("gear", 1), ("nut", 1)])
def take(stock, name, qty):
    if stock[name] < qty:
        raise ValueError(name)
    stock[name] -= qty
    if stock[name] == 0:
        del stock[name]


def f(stock, orders):
    errors = []
    tries = 0
    for name, qty in orders:
        try:
            take(stock, name, qty)
        except KeyError:
            errors.append("no " + name)
        except ValueError as exc:
            errors.append(f"short {exc}")
        finally:
            tries += 1
    return stock, errors, tries
