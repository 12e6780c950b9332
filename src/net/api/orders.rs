//! The calls on orders, and on the packages that can be ordered.

use super::Api;
use crate::net::client::Call;
use crate::net::error::Error;
use robindesk_protocol::{
    NewOrder, Order, OrderAnswer, OrderId, OrderPage, OrderQuery, PackagePage, PageQuery,
    PlacedOrder, SetOrderStatus,
};

impl Api {
    /// A brand's orders, a creator's, or those of both with each other; the newest first.
    pub async fn orders(&self, query: &OrderQuery) -> Result<OrderPage, Error> {
        self.call(Call::get("api/orders").query(query)).await
    }

    pub async fn order(&self, order: OrderId) -> Result<Order, Error> {
        Ok(self.call::<OrderAnswer>(Call::get(format!("api/orders/{order}"))).await?.order)
    }

    /// Places an order; the same `key` again gives the first answer back.
    pub async fn place_order(&self, order: &NewOrder, key: &str) -> Result<PlacedOrder, Error> {
        self.call(Call::post("api/orders").json(order).key(key)).await
    }

    pub async fn set_order_status(
        &self,
        order: OrderId,
        status: &SetOrderStatus,
    ) -> Result<Order, Error> {
        let call = Call::put(format!("api/orders/{order}/status")).json(status);
        Ok(self.call::<OrderAnswer>(call).await?.order)
    }

    pub async fn packages(&self, query: &PageQuery) -> Result<PackagePage, Error> {
        self.call(Call::get("api/packages").query(query)).await
    }
}
